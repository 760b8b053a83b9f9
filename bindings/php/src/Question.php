<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

use DateTimeInterface;

/**
 * What ready() asks, put together.
 *
 * @internal
 */
final class Question
{
    private const USUAL = ['follows' => null, 'profile' => null, 'lane' => 'installed', 'renewal' => 'assume'];

    private readonly \ChainReadyNativeQuestion $native;
    private readonly int $at;
    private readonly int $until;
    private readonly bool $ends;
    private readonly FixCommand $command;

    public function __construct(DateTimeInterface|string|int|null $at, DateTimeInterface|string|int|null $until)
    {
        $this->at = $at === null ? time() : Moment::seconds($at);
        $this->until = $until === null ? Moment::twoYearsOn($this->at) : Moment::seconds($until);
        $this->native = new \ChainReadyNativeQuestion($this->at, $this->until);
        $this->command = new FixCommand();
        $this->ends = $until !== null;
    }

    /**
     * @param \Closure(int): ?string $nameAt null beyond the last
     *
     * @return list<string>
     */
    public static function names(\Closure $nameAt): array
    {
        $names = [];
        while (($name = $nameAt(\count($names))) !== null) {
            $names[] = $name;
        }
        return $names;
    }

    /** One or several, as several. */
    private static function each(mixed $value): iterable
    {
        return is_iterable($value) ? $value : [$value];
    }

    public function addRoots(mixed $roots, ?string $password): void
    {
        $opened = [];
        if ($password !== null) {
            $this->command->input('password', null); // it is in no file that is known
        }
        foreach ($roots === null ? Stacks::all() : self::each($roots) as $set) {
            $set = match (true) {
                $set instanceof RootSet => $set,
                \is_string($set) => RootSet::ofPath($set),
                \is_resource($set) => RootSet::ofContext($set),
                default => throw new \TypeError('roots: a path, a RootSet or a stream context is wanted, not '
                    . get_debug_type($set)),
            };
            $set->addTo($this->native, $opened, $password, $roots !== null);
        }
    }

    public function addTimelines(mixed $timelines): void
    {
        if ($timelines === null) {
            $this->native->add_current_timelines();
            return;
        }
        foreach (self::each($timelines) as $timeline) {
            $this->command->input('timeline', \is_string($timeline) ? $timeline : null);
            $this->native->add_timeline(match (true) {
                $timeline instanceof \stdClass => \ChainReadyNativeTimeline::from_bytes(
                    json_encode($timeline, JSON_THROW_ON_ERROR)
                ),
                !\is_string($timeline) => throw new \TypeError('timelines: an id, a path or a decoded JSON object'
                    . ' is wanted, not ' . get_debug_type($timeline)),
                \in_array($timeline, timelineIds(), true) => \ChainReadyNativeTimeline::builtin($timeline),
                default => \ChainReadyNativeTimeline::from_path($timeline),
            });
        }
    }

    public function addHosts(iterable|string $hosts): void
    {
        foreach (self::each($hosts) as $host) {
            $this->native->add_host(self::text($host, 'hosts'));
            $this->command->option('host', $host);
        }
    }

    public function addChains(iterable|Chain|string $chains): void
    {
        foreach (self::each($chains) as $chain) {
            $chain = self::chain($chain);
            $this->native->add_chain($chain->open(), $chain->host);
            $this->command->input('chain', $chain->source());
            $this->command->option('host', $chain->host);
        }
    }

    public function setBridges(Chain|string $bridges): void
    {
        $bridges = self::chain($bridges);
        $this->native->set_bridges($bridges->open());
        $this->command->input('bridges', $bridges->source());
    }

    public function setBaseline(\stdClass|string $baseline): void
    {
        $this->native->set_baseline(\is_string($baseline)
            ? \ChainReadyNativeBaseline::from_path($baseline)
            : \ChainReadyNativeBaseline::from_bytes(json_encode($baseline, JSON_THROW_ON_ERROR)));
    }

    public function setOrigin(string $path, int $line): void
    {
        $this->native->set_origin($path, $line);
    }

    private static function chain(mixed $chain): Chain
    {
        return $chain instanceof Chain ? $chain : Chain::ofPath(self::text($chain, 'chains'));
    }

    private static function text(mixed $value, string $name): string
    {
        return \is_string($value)
            ? $value
            : throw new \TypeError("$name: a string is wanted, not " . get_debug_type($value));
    }

    /** @param array<string, ?string> $words lane, renewal, follows, profile; null: as it is */
    public function run(array $words): Report
    {
        foreach ($words as $name => $word) {
            if ($word !== null) {
                $this->native->{"set_$name"}($word);
            }
        }
        $this->command->option('until', $this->ends ? chainready_native_format_time($this->until) : null);
        foreach (self::USUAL as $name => $usual) {
            $this->command->option($name, $words[$name] === $usual ? null : $words[$name]);
        }
        return new Report($this->native->run(), $this->at, $this->until, $words['lane'], $this->command->line());
    }
}
