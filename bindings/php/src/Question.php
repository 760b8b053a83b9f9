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
    private readonly \ChainReadyNativeQuestion $native;
    private readonly int $at;
    private readonly int $until;

    public function __construct(DateTimeInterface|string|int|null $at, DateTimeInterface|string|int|null $until)
    {
        $this->at = $at === null ? time() : Moment::seconds($at);
        $this->until = $until === null ? Moment::twoYearsOn($this->at) : Moment::seconds($until);
        $this->native = new \ChainReadyNativeQuestion($this->at, $this->until);
    }

    /** One or several, as several. */
    private static function each(mixed $value): iterable
    {
        return is_iterable($value) ? $value : [$value];
    }

    public function addRoots(mixed $roots, ?string $password): void
    {
        $opened = [];
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

    public function addHosts(iterable $hosts): void
    {
        foreach ($hosts as $host) {
            $this->native->add_host(self::text($host, 'hosts'));
        }
    }

    public function addChains(iterable $chains): void
    {
        foreach ($chains as $chain) {
            $chain = self::chain($chain);
            $this->native->add_chain($chain->open(), $chain->host);
        }
    }

    public function setBridges(Chain|string $bridges): void
    {
        $this->native->set_bridges(self::chain($bridges)->open());
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
        return new Report($this->native->run(), $this->at, $this->until, $words['lane']);
    }
}
