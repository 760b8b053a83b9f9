<?php
// SPDX-License-Identifier: Apache-2.0
// What the extension has, for tools. It is private to the package: a program uses ChainReady\ready().
// bridge/bridge.h says what each does; all but the first of the functions throw ChainReady\CallException.

function chainready_native_version(): string {}

function chainready_native_timeline_name(int $index): ?string {}

function chainready_native_default_timeline_name(int $index): ?string {}

function chainready_native_format_name(int $index): ?string {}

function chainready_native_profile_name(int $index): ?string {}

function chainready_native_finding_name(int $index): ?string {}

function chainready_native_explain(string $finding): string {}

function chainready_native_parse_time(string $text): int {}

function chainready_native_format_time(int $at): string {}

final class ChainReadyNativeProblem
{
    public function status(): string {}
    public function entry(): int {}
    public function offset(): int {}
    public function path(): string {}
    public function message(): string {}
    private function __construct() {}
}

final class ChainReadyNativeOutcome
{
    public function readiness(): string {}
    public function breaks_at(): int {}
    public function breaks_latest(): int {}
    public function broken_since(): int {}
    public function unknown_from(): int {}
    public function breaks_by(): int {}
    private function __construct() {}
}

final class ChainReadyNativeRoot
{
    public function name(): string {}
    public function slug(): string {}
    public function pem(): string {}
    public function sha256(): string {}
    public function is_public(): bool {}
    private function __construct() {}
}

final class ChainReadyNativePlace
{
    public function __construct(string $path) {}
    public function get(string $field): string {}
    public function put(string $field, string $value): void {}
}

final class ChainReadyNativePlaces
{
    public function __construct(string $root) {}
    public function count(): int {}
    public function get(int $index): ChainReadyNativePlace {}
}

final class ChainReadyNativeStore
{
    public static function from_path(string $path, ?string $password): ChainReadyNativeStore {}
    public static function from_bytes(string $label, string $data, ?string $password): ChainReadyNativeStore {}
    public function join(ChainReadyNativeStore $other): ChainReadyNativeStore {}
    public function count(): int {}
    public function path(): string {}
    public function kind(): string {}
    public function is_checked(): bool {}
    public function name(int $index): string {}
    public function sha256(int $index): string {}
    public function skipped_count(): int {}
    public function skipped(int $index): ChainReadyNativeProblem {}
    private function __construct() {}
}

final class ChainReadyNativeAnchors
{
    public function __construct() {}
    public function add(string $data): void {}
    public function count(): int {}
    public function store(string $label): ChainReadyNativeStore {}
}

final class ChainReadyNativeChain
{
    public static function from_path(string $path): ChainReadyNativeChain {}
    public static function from_bytes(string $data): ChainReadyNativeChain {}
    public function count(): int {}
    public function skipped_count(): int {}
    public function skipped(int $index): ChainReadyNativeProblem {}
    private function __construct() {}
}

final class ChainReadyNativeTimeline
{
    public static function builtin(string $id): ChainReadyNativeTimeline {}
    public static function from_path(string $path): ChainReadyNativeTimeline {}
    public static function from_bytes(string $data): ChainReadyNativeTimeline {}
    public function key(): string {}
    public function title(): string {}
    public function is_current(int $at): bool {}
    public function facts_as_of(): int {}
    public function json(): string {}
    public function text(): string {}
    private function __construct() {}
}

final class ChainReadyNativeBaseline
{
    public static function from_path(string $path): ChainReadyNativeBaseline {}
    public static function from_bytes(string $data): ChainReadyNativeBaseline {}
    public function count(): int {}
    private function __construct() {}
}

final class ChainReadyNativeDraft
{
    public function __construct(int $today) {}
    public function put(string $field, string $value): void {}
    public function certify(string $field, ChainReadyNativeChain $certificate): void {}
    public function json(): string {}
}

final class ChainReadyNativeReport
{
    public function complete(): bool {}
    public function outcome(): ChainReadyNativeOutcome {}
    public function json(): string {}
    public function format(string $format): string {}
    public function text(int $width, int $style, ?string $fix_command): string {}
    public function script(?string $folder, ?string $store): string {}
    public function count(): int {}
    public function result_store(int $index): ?string {}
    public function result_lane(int $index): ?string {}
    public function result_timeline(int $index): ?string {}
    public function result_endpoint(int $index): ?string {}
    public function result_reason(int $index): ?string {}
    public function result_outcome(int $index): ChainReadyNativeOutcome {}
    public function result_root_count(int $index): int {}
    public function result_root(int $index, int $root): ChainReadyNativeRoot {}
    public function root_count(?string $store): int {}
    public function root(?string $store, int $index): ChainReadyNativeRoot {}
    public function store_count(): int {}
    public function store_place(int $index): ChainReadyNativePlace {}
    public function store_kind(int $index): ?string {}
    public function store_roots(int $index): int {}
    public function store_outcome(int $index): ChainReadyNativeOutcome {}
    public function store_problem(int $index): ?ChainReadyNativeProblem {}
    private function __construct() {}
}

final class ChainReadyNativeQuestion
{
    public function __construct(int $at, int $until) {}
    public function add_store(ChainReadyNativeStore $store, ?ChainReadyNativePlace $place): void {}
    public function add_place(ChainReadyNativePlace $place, ?string $password): bool {}
    public function add_failure(ChainReadyNativePlace $place, string $status, string $message): void {}
    public function add_timeline(ChainReadyNativeTimeline $timeline): void {}
    public function add_current_timelines(): int {}
    public function add_chain(ChainReadyNativeChain $chain, ?string $host): void {}
    public function add_host(string $host): void {}
    public function set_bridges(ChainReadyNativeChain $bridges): void {}
    public function set_baseline(ChainReadyNativeBaseline $baseline): void {}
    public function set_origin(string $path, int $line): void {}
    public function set_profile(string $name): void {}
    public function set_lane(string $name): void {}
    public function set_follows(string $program): void {}
    public function set_renewal(string $name): void {}
    public function set_budget(string $field, int $most): void {}
    public function run(): ChainReadyNativeReport {}
}

final class ChainReadyNativeVerification
{
    public function __construct(ChainReadyNativeStore $store, ChainReadyNativeChain $chain, int $at, int $until) {}
    public function set_host(string $host): void {}
    public function set_profile(string $name): void {}
    public function set_bridges(ChainReadyNativeChain $bridges): void {}
    public function json(): string {}
}
