<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

use DateTimeImmutable;

/**
 * The answer: every root set against every endpoint of every migration, in both lanes.
 *
 * It iterates over its results, and as text is what `chainready check` prints. It is one of its kind:
 * neither cloned nor serialized; toJson() is for keeping.
 *
 * @implements \IteratorAggregate<int, Result>
 */
final readonly class Report extends Outcome implements \IteratorAggregate, \Countable, \JsonSerializable, \Stringable
{
    /** The instant asked about. */
    public ?DateTimeImmutable $at;
    /** The end of what was looked at. */
    public ?DateTimeImmutable $until;
    /** False: a store could not be read, or a budget was spent. */
    public bool $complete;
    /** @var list<Store> */
    public array $stores;
    /** @var list<Result> */
    public array $results;

    /**
     * Takes a native report over.
     *
     * @internal
     *
     * @param string $lane the one that decides: "installed", or "program" where roots leave as announced
     * @param ?string $fixCommand mends a store whose path is put behind it; null: nothing to type does
     */
    public function __construct(
        private \ChainReadyNativeReport $native,
        int $at,
        int $until,
        public string $lane,
        private ?string $fixCommand = null,
    ) {
        parent::__construct($native->outcome());
        $this->at = Moment::of($at);
        $this->until = Moment::of($until);
        $this->complete = $native->complete();
        $stores = $results = [];
        for ($index = 0; $index < $native->store_count(); $index++) {
            $stores[] = new Store($native, $index);
        }
        for ($index = 0; $index < $native->count(); $index++) {
            $results[] = new Result($native, $index);
        }
        $this->stores = $stores;
        $this->results = $results;
    }

    /** Is there nothing to do, and could everything be looked at? */
    public function isReady(): bool
    {
        return $this->verdict->isGood() && $this->complete;
    }

    /**
     * The report itself where isReady(), for those who want to stop otherwise.
     *
     * @throws NotReadyException it has the report
     */
    public function orThrow(): static
    {
        return $this->isReady() ? $this : throw new NotReadyException($this);
    }

    /** libchain.report/1 with a final newline, octet by octet what the command prints. */
    public function toJson(): string
    {
        return $this->native->json();
    }

    /**
     * For other tools, octet by octet what `chainready check --format` prints.
     *
     * @param string $name one of reportFormats(): "sarif", "junit", "prometheus", ...
     *
     * @throws ArgumentException for another name
     */
    public function toFormat(string $name): string
    {
        return $this->native->format($name);
    }

    /**
     * For a person.
     *
     * @param bool $color with SGR sequences
     * @param bool $unicode false: ASCII only; names are escaped
     * @param bool $quiet the summary line alone, and "" where there is nothing to say
     * @param ?string $fixCommand what to type to mend a store, as words of a shell that " --store" and its path are
     *     put behind; null: this package's bin/chainready; "": the text has no such line
     *
     * @throws ArgumentException for a width that is not from 40 to 1000 columns
     */
    public function text(
        int $width = 80,
        bool $color = false,
        bool $unicode = true,
        bool $quiet = false,
        ?string $fixCommand = null,
    ): string {
        $style = ($color ? 1 : 0) | ($unicode ? 2 : 0) | ($quiet ? 4 : 0); // bindings/bridge/bridge.h
        return $this->native->text($width, $style, ($fixCommand ?? $this->fixCommand) ?: null);
    }

    /**
     * What to type to mend the store that the summary is about: it prints the script. "" where nothing would mend
     * it, or no command line could say what was asked.
     */
    public function command(): string
    {
        $store = $this->worst();
        return $store === null || $this->fixCommand === null || $store->manager === 'program'
            || !FixCommand::isTypeable($store->path) || !$this->missing($store->id)
            ? '' : "$this->fixCommand --store " . FixCommand::quote($store->path);
    }

    /**
     * A shell script that adds the missing roots and is safe to run twice; "" for nothing to do.
     *
     * @param ?string $folder take SLUG.pem from there; null: the script carries the PEM files
     * @param ?string $store the id of the only one to mend
     */
    public function script(?string $folder = null, ?string $store = null): string
    {
        return $this->native->script($folder, $store);
    }

    /**
     * The roots to add in the lane that decides: to the store of this id, or to any.
     *
     * @return list<Root>
     */
    public function missing(?string $store = null): array
    {
        $roots = [];
        for ($index = 0; $index < $this->native->root_count($store); $index++) {
            $roots[] = new Root($this->native->root($store, $index));
        }
        return $roots;
    }

    /** The first of the stores that the verdict is about; null where there is nothing to do. */
    public function worst(): ?Store
    {
        if ($this->verdict->isGood()) {
            return null;
        }
        foreach ($this->stores as $store) {
            if ($store->problem === null && Summary::isAlike($store, $this)) {
                return $store;
            }
        }
        return null;
    }

    /** The answer in one line that names the date, the root set and what is to be added. */
    public function summary(): string
    {
        return Summary::of($this);
    }

    /** @return \ArrayIterator<int, Result> */
    public function getIterator(): \ArrayIterator
    {
        return new \ArrayIterator($this->results);
    }

    /** How many results there are. */
    public function count(): int
    {
        return \count($this->results);
    }

    /** The document of toJson(). */
    public function jsonSerialize(): \stdClass
    {
        return json_decode($this->toJson(), false, 512, JSON_THROW_ON_ERROR);
    }

    public function __toString(): string
    {
        return $this->text();
    }

    private function __clone()
    {
    }

    /** @throws \LogicException always */
    public function __serialize(): never
    {
        throw new \LogicException('A report is not serialized; toJson() is for keeping');
    }

    /** @throws \LogicException always */
    public function __unserialize(array $data): never
    {
        throw new \LogicException('A report is not unserialized');
    }
}
