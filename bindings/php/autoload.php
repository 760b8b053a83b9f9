<?php

// SPDX-License-Identifier: Apache-2.0
// For programs without Composer: require this file.

declare(strict_types=1);

spl_autoload_register(static function (string $class): void {
    if (str_starts_with($class, 'ChainReady\\')) {
        $file = __DIR__ . '/src/' . substr($class, 11) . '.php';
        if (is_file($file)) {
            require $file;
        }
    }
});
require_once __DIR__ . '/functions.php';
