<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/**
 * What a person types to mend a store: `php bin/chainready fix` about the same question. The instant asked
 * about is not in it: it is now that a store is mended.
 *
 * @internal
 */
final class FixCommand
{
    /** @var list<string> */
    private array $words;
    private bool $possible = true;

    public function __construct()
    {
        // of a web server's SAPI the binary is no shell command
        $php = PHP_SAPI === 'cli' && PHP_BINARY !== '' ? PHP_BINARY : 'php';
        $this->words = [$php, \dirname(__DIR__) . '/bin/chainready', 'fix'];
    }

    /** @param ?string $value null: not given */
    public function option(string $name, ?string $value): void
    {
        if ($value !== null) {
            array_push($this->words, "--$name", $value);
        }
    }

    /** @param ?string $source a path or a name; null: it has none, and no command can be given it */
    public function input(string $name, ?string $source): void
    {
        $this->possible = $this->possible && $source !== null;
        $this->option($name, $source);
    }

    /** A store's path is put behind it, after " --store"; null where no command line holds the question. */
    public function line(): ?string
    {
        $typeable = array_filter($this->words, self::isTypeable(...)) === $this->words;
        return $this->possible && $typeable ? implode(' ', array_map(self::quote(...), $this->words)) : null;
    }

    /** One word of a shell; escapeshellarg() drops what the locale does not know. */
    public static function quote(string $word): string
    {
        return preg_match('/\A[A-Za-z0-9_.\/:=@%,+-]+\z/', $word) === 1
            ? $word
            : "'" . str_replace("'", "'\\''", $word) . "'";
    }

    /** Can it be shown and typed alike? Neither control characters nor octets that are no UTF-8 can. */
    public static function isTypeable(string $text): bool
    {
        return preg_match('/\A[^\p{C}\p{Zl}\p{Zp}]*\z/u', $text) === 1;
    }

    /** For one line of a log: what would begin another one, or is no text, is escaped. */
    public static function plain(string $text): string
    {
        if (self::isTypeable($text)) {
            return $text;
        }
        $utf8 = preg_match('//u', $text) === 1;
        return preg_replace_callback(
            $utf8 ? '/[\p{C}\p{Zl}\p{Zp}]/u' : '/[^ -~]/',
            static fn (array $odd): string => '\x' . implode('\x', str_split(bin2hex($odd[0]), 2)),
            $text
        );
    }
}
