<?php
// SPDX-License-Identifier: Apache-2.0
// The bridge loads, answers and throws. usage: php -d extension=PATH smoke.php

declare(strict_types=1);

namespace ChainReady {
    final class NativeException extends \RuntimeException
    {
        public function __construct(
            public readonly string $status,
            public readonly int $entry,
            public readonly int $offset,
            public readonly string $path,
            string $message
        ) {
            parent::__construct($message);
        }
    }
}

namespace {
    use ChainReady\NativeException;
    use ChainReadyNativeQuestion as Question;
    use ChainReadyNativeStore as Store;
    use ChainReadyNativeTimeline as Timeline;

    const PEM = '/etc/ssl/certs/ca-certificates.crt';
    const AT = 1795305600; // 2026-11-22

    function check(bool $holds, string $what): void
    {
        if (!$holds) {
            fwrite(STDERR, "$what\n");
            exit(1);
        }
    }

    $question = new Question(AT, AT + 730 * 86400);
    $store = Store::from_path(PEM, null);
    $question->add_store($store, null);
    unset($store);
    check($question->add_current_timelines() === 3, 'timelines');
    $report = $question->run();
    unset($question);
    check($report->outcome()->readiness() === 'ready', $report->text(80, false, true, false));
    check(json_decode($report->json())->schema === 'libchain.report/1', 'schema');

    $wrong = [
        'not_found' => fn () => Store::from_path('/nowhere', null),
        'malformed' => fn () => Store::from_bytes('mine', "0\x82", null),
        'not_found ' => fn () => Timeline::builtin('none'),
        'argument' => fn () => new Question(AT, AT),
        'argument ' => fn () => Store::from_path(null, null),
    ];
    foreach ($wrong as $status => $call) {
        try {
            $call();
            check(false, "did not throw $status");
        } catch (NativeException $error) {
            check($error->status === trim($status), "{$error->status} instead of $status");
            echo "{$error->status} {$error->entry} {$error->offset} {$error->path}: {$error->getMessage()}\n";
        }
    }
    foreach (["/a\0b", 1] as $bad) {
        try {
            Store::from_path($bad, null);
            check(false, 'did not throw');
        } catch (ValueError | TypeError $error) {
            echo $error::class, ' ', $error->getMessage(), "\n";
        }
    }
}
