<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** What one HTTP stack trusts: the roots of all its files and folders together. */
final readonly class RootSet
{
    /**
     * @param string $id unique within one report: "php-curl"; "": as the path is known
     * @param string $stack who reads it, in words; "": as the path is known
     * @param list<string> $paths files that the stack has to load, or nothing connects
     * @param list<string> $lookedInto files and folders that count besides where they can be read
     * @param ?string $data the content of a file
     * @param string $config the setting or variable that points to it, or ""
     * @param bool $allOrNothing where one of `paths` is damaged: true: the stack takes nothing, and nothing
     *     connects; false: it takes what it can read, and looks no further
     * @param string $doubt why it cannot be told what is trusted; it then counts as not readable
     */
    public function __construct(
        public string $id = '',
        public string $stack = '',
        public array $paths = [],
        public array $lookedInto = [],
        public ?string $data = null,
        public string $config = '',
        public bool $allOrNothing = false,
        public string $doubt = '',
    ) {
    }

    /** A file or folder of any form that `chainready` reads. */
    public static function ofPath(string $path, string $id = '', string $stack = ''): self
    {
        return new self($id, $stack, paths: [$path]);
    }

    /** The content of such a file. */
    public static function ofBytes(string $data, string $id = 'bytes', string $stack = ''): self
    {
        return new self($id, $stack, data: $data);
    }

    /**
     * What PHP's streams trust under this context: its `cafile` and `capath`, and what the settings and
     * OpenSSL's defaults say where it has none.
     *
     * @param resource $context
     */
    public static function ofContext($context, string $id = 'php-context'): self
    {
        return Stacks::streams($context, $id);
    }

    /** How a report calls it. */
    public function label(): string
    {
        return $this->data !== null ? $this->id : $this->paths[0] ?? $this->lookedInto[0] ?? $this->id;
    }

    /**
     * Makes it part of the question. One that cannot be read is an error, or where not strict a part of
     * the report.
     *
     * @internal
     *
     * @param array<string, \ChainReadyNativeStore> $opened what sets have in common
     */
    public function addTo(\ChainReadyNativeQuestion $question, array &$opened, ?string $password, bool $strict): void
    {
        $place = $this->place();
        try {
            if ($this->doubt !== '') {
                throw CallException::of('unsupported', 0, null, $this->label(), $this->doubt);
            }
            $question->add_store($this->open($opened, $password), $place);
        } catch (InputException $error) {
            if ($strict) {
                throw $error;
            }
            $question->add_failure($place, $error->status, $error->reason);
        }
    }

    private function place(): \ChainReadyNativePlace
    {
        $place = new \ChainReadyNativePlace($this->label());
        $words = [
            'id' => $this->id,
            'stack' => $this->stack,
            'config' => $this->config,
            'manager' => $this->data === null ? '' : 'program',
        ];
        foreach ($words as $field => $word) {
            if ($word !== '') {
                $place->put($field, $word);
            }
        }
        return $place;
    }

    /** @param array<string, \ChainReadyNativeStore> $opened */
    private function open(array &$opened, ?string $password): \ChainReadyNativeStore
    {
        $store = $this->data === null
            ? null
            : \ChainReadyNativeStore::from_bytes($this->id, $this->data, $password);
        $failure = null;
        foreach ([...$this->paths, ...$this->lookedInto] as $number => $path) {
            try {
                $more = $opened[$path] ??= \ChainReadyNativeStore::from_path($path, $password);
                $store = $store === null ? $more : $store->join($more);
                $damage = $number < \count($this->paths) ? self::damage($more) : null;
                if ($damage !== null && $this->allOrNothing) {
                    throw $this->refusal($damage);
                } elseif ($damage !== null) {
                    break;
                }
            } catch (InputException $error) {
                if ($number < \count($this->paths)) {
                    throw $error;
                }
                $failure ??= $error;
            }
        }
        return $store ?? throw $failure
            ?? CallException::of('not_found', 0, null, $this->label(), 'there is no root in it');
    }

    /** The first certificate that cannot be read; libchain skips it, and not every stack goes on. */
    private static function damage(\ChainReadyNativeStore $store): ?Problem
    {
        for ($index = 0; $index < $store->skipped_count(); $index++) {
            $problem = new Problem($store->skipped($index));
            if ($problem->status === 'malformed') {
                return $problem;
            }
        }
        return null;
    }

    private function refusal(Problem $damage): CallException
    {
        return CallException::of(
            $damage->status,
            $damage->entry,
            $damage->offset,
            $this->label(),
            "$damage->message, and this stack takes nothing from a file that is damaged (certificate $damage->entry)"
        );
    }
}
