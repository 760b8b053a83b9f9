<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/**
 * `php bin/chainready`: what this PHP trusts, judged and shown as by the command chainready.
 *
 * @internal
 */
final class Command
{
    private const USAGE = 64;
    private const HELP = <<<'END'
        usage: php [-d openssl.cafile=FILE] bin/chainready [check|fix] [options]

        check  Will what this PHP trusts validate the servers on every date of every migration?
        fix    Prints a shell script that adds the missing roots. Nothing is changed until you run it.

          --roots PATH        another store instead, in any form
          --store ID|PATH     fix: only this one: php-streams, php-curl, or a file
          --password FILE     the password of keystores
          --timeline ID|FILE  a built-in migration, or one of your own
          --host NAME         only what concerns this host
          --chain FILE        what a server sent, behind it --host NAME: the server
          --bridges PATH      more cross-certificates to build with
          --at TIME           the instant asked about (default: now)
          --until TIME        how far to look (default: two years on)
          --profile NAME, --lane NAME, --follows NAME, --renewal NAME: as the command has them
          --baseline FILE     findings that are known and accepted
          --origin FILE       what the formats point at: a Dockerfile
          --format NAME       csv, html, json, junit, markdown, prometheus, sarif or text
          --json              one JSON document
          --quiet             one line, and none when ready

        Exit: 0 ready, 1 breaks later, 2 broken, 3 unknown, 64 usage, 65 bad input,
        66 no such file, 70 our fault, 77 no permission.

        END;

    /** Options that may be given once, and what ready() calls them. */
    private const ONCE = [
        'at' => 'at', 'until' => 'until', 'bridges' => 'bridges', 'profile' => 'profile', 'lane' => 'lane',
        'follows' => 'follows', 'renewal' => 'renewal', 'baseline' => 'baseline', 'origin' => 'origin',
    ];

    /** @var array<string, mixed> what is given to ready() */
    private array $arguments = [];
    /** @var list<array{string, ?string}> files with their hosts */
    private array $chains = [];
    private ?string $store = null;
    private string $format = 'text';
    private bool $quiet = false;
    private bool $fix = false;
    private bool $help = false;

    /**
     * @param list<string> $words
     *
     * @return int the exit code
     */
    public static function main(array $words): int
    {
        try {
            $command = new self();
            $command->read($words);
            [$code, $text] = $command->help ? [0, self::HELP] : $command->run();
            fwrite(STDOUT, $text);
            return $code;
        } catch (CallException $error) {
            $entry = $error->entry > 0 ? "entry $error->entry: " : '';
            $path = $error->path === '' ? '' : "$error->path: ";
            fwrite(STDERR, 'chainready: ' . FixCommand::plain($path . $entry . $error->reason) . "\n");
            return self::exitCode($error->status);
        }
    }

    /** @param list<string> $words */
    private function read(array $words): void
    {
        while ($words) {
            $word = array_shift($words);
            match ($word) {
                'check' => null,
                'fix' => $this->fix = true,
                '--help' => $this->help = true,
                '--json' => $this->format = 'json',
                '--quiet' => $this->quiet = true,
                default => $this->take($word, $words),
            };
        }
        if (!\in_array($this->format, reportFormats(), true)) {
            throw CallException::argument("--format: '$this->format' is none of " . implode(', ', reportFormats()));
        }
        if ($this->store !== null && (!$this->fix || isset($this->arguments['roots']))) {
            throw CallException::argument('--store is for fix, and in the place of --roots');
        }
    }

    /** @param list<string> $rest */
    private function take(string $word, array &$rest): void
    {
        $name = str_starts_with($word, '--') ? substr($word, 2) : '';
        $value = static function () use ($word, &$rest): string {
            return $rest ? array_shift($rest) : throw CallException::argument("$word needs a value");
        };
        match (true) {
            isset(self::ONCE[$name]) => $this->arguments[self::ONCE[$name]] = $value(),
            $name === 'roots' => $this->arguments['roots'][] = $value(),
            $name === 'timeline' => $this->arguments['timelines'][] = $value(),
            $name === 'store' => $this->store = $value(),
            $name === 'format' => $this->format = $value(),
            $name === 'password' => $this->arguments['password'] = self::password($value()),
            $name === 'chain' => $this->chains[] = [$value(), null],
            $name === 'host' => $this->host($value()),
            default => throw CallException::argument("'$word' is not known; --help says what is"),
        };
    }

    /** Behind a chain it is where that came from, and else it narrows the report. */
    private function host(string $name): void
    {
        $last = array_key_last($this->chains);
        if ($last !== null && $this->chains[$last][1] === null) {
            $this->chains[$last][1] = $name;
        } else {
            $this->arguments['hosts'][] = $name;
        }
    }

    /** Without the end of its line. */
    private static function password(string $file): string
    {
        $text = is_file($file) ? @file_get_contents($file) : false;
        if ($text === false) {
            $status = file_exists($file) ? 'io' : 'not_found';
            throw CallException::of($status, 0, null, $file, 'the password cannot be read');
        }
        return preg_replace('/\r?\n\z/', '', $text);
    }

    /** @return array{int, string} the exit code and what is printed */
    private function run(): array
    {
        if ($this->store !== null) {
            $this->arguments['roots'] = self::named($this->store);
        }
        foreach ($this->chains as [$file, $host]) {
            $this->arguments['chains'][] = Chain::ofPath($file, $host);
        }
        $report = ready(...$this->arguments, logger: self::silence());
        if ($this->fix) {
            return [$report->script() === '' ? 0 : 1, $report->script()];
        }
        $text = $this->format === 'text'
            ? $report->text(100, quiet: $this->quiet)
            : $report->toFormat($this->format);
        return [self::verdictCode($report), $text];
    }

    /** One of this process's own by its id; else a file or a folder. */
    private static function named(string $store): RootSet
    {
        foreach (Stacks::all() as $set) {
            if ($set->id === $store) {
                return $set;
            }
        }
        return RootSet::ofPath($store);
    }

    private static function silence(): object
    {
        return new class () {
            public function log(mixed $level, mixed $message, array $context = []): void
            {
            }
        };
    }

    private static function verdictCode(Report $report): int
    {
        return match ($report->verdict) {
            Verdict::Broken => 2,
            Verdict::Unknown => 3,
            Verdict::BreaksLater => $report->complete ? 1 : 3,
            default => $report->complete ? 0 : 3,
        };
    }

    /** As the command's own table. */
    private static function exitCode(string $status): int
    {
        return match ($status) {
            'argument' => self::USAGE,
            'not_found', 'io' => 66,
            'permission' => 77,
            'internal', 'memory', 'unsupported' => 70,
            default => 65,
        };
    }
}
