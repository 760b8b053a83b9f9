<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/**
 * The HTTP stacks of this process, and the roots that each takes when nobody tells it otherwise.
 *
 *   streams  `cafile` and `capath` of the default context, else openssl.cafile and openssl.capath; both
 *            count. Where there is none of them, OpenSSL's default file and folders, which SSL_CERT_FILE
 *            and SSL_CERT_DIR replace.
 *   curl     openssl.cafile, else curl.cainfo, else libcurl's own file; and libcurl's own folder besides,
 *            which only CURLOPT_CAPATH replaces. It reads no variable.
 *
 * Settings are those of this SAPI: cli and fpm read different files.
 *
 * @internal
 */
final class Stacks
{
    /** CURLINFO_CAINFO and CURLINFO_CAPATH, which PHP names since 8.3 and libcurl knows since 7.84. */
    private const CAINFO = 0x100000 + 61;
    private const CAPATH = 0x100000 + 62;

    /** @return list<RootSet> */
    public static function all(): array
    {
        $sets = [];
        if (\extension_loaded('openssl')) {
            $sets[] = self::streams(stream_context_get_default(), 'php-streams');
        }
        if (\extension_loaded('curl')) {
            $sets[] = self::curl();
        }
        return $sets;
    }

    /** @param resource $context */
    public static function streams($context, string $id): RootSet
    {
        $options = stream_context_get_options($context)['ssl'] ?? [];
        [$file, $folders] = [$options['cafile'] ?? null, $options['capath'] ?? null];
        $config = $file !== null || $folders !== null ? 'stream context' : '';
        $file ??= self::setting('openssl.cafile');
        $folders ??= self::setting('openssl.capath');
        $set = static fn (array $paths, array $lookedInto, string $config): RootSet => new RootSet(
            $id,
            self::name('streams'),
            $paths,
            $lookedInto,
            config: $config,
            doubt: ($options['verify_peer'] ?? true)
                ? '' : 'verify_peer is off, so that every certificate is accepted',
        );
        if ($file === null && $folders === null) {
            return $set([], ...self::defaults());
        }
        $config = $config ?: (self::setting('openssl.cafile') !== null ? 'openssl.cafile' : 'openssl.capath');
        return $set($file === null ? [] : [(string) $file], self::split((string) $folders), $config);
    }

    private static function curl(): RootSet
    {
        $handle = curl_init();
        $file = curl_getinfo($handle, self::CAINFO);
        $folder = curl_getinfo($handle, self::CAPATH);
        $config = '';
        foreach (['curl.cainfo', 'openssl.cafile'] as $name) {
            if (self::setting($name) !== null) {
                [$config, $file] = [$name, self::setting($name)];
            }
        }
        $version = curl_version();
        return new RootSet(
            'php-curl',
            self::name("curl {$version['version']}" . self::unusual($version['ssl_version'])),
            \is_string($file) && $file !== '' ? [$file] : [],
            \is_string($folder) ? self::split($folder) : [],
            config: $config,
            allOrNothing: true, // X509_load_cert_crl_file() fails as a whole; streams then read it by themselves
            doubt: $version['version_number'] < 0x075400
                ? "libcurl {$version['version']} does not tell which folder it looks into" : '',
        );
    }

    /** A setting as this SAPI sees it; null where it has no value, as for PHP. */
    private static function setting(string $name): ?string
    {
        $value = ini_get($name);
        return $value === false || $value === '' ? null : $value;
    }

    /**
     * What OpenSSL takes by itself, and the variables that say so. It reads the environment of the
     * process; getenv() would also see what a web server sends along with a request.
     *
     * @return array{list<string>, string}
     */
    private static function defaults(): array
    {
        $known = openssl_get_cert_locations();
        $paths = $variables = [];
        foreach (['file', 'dir'] as $kind) {
            $value = getenv($known["default_cert_{$kind}_env"], true);
            if ($value !== false) {
                $variables[] = $known["default_cert_{$kind}_env"];
            } else {
                $value = $known["default_cert_$kind"];
            }
            array_push($paths, ...($kind === 'dir' ? self::split($value) : [$value]));
        }
        return [$paths, implode(', ', $variables)];
    }

    /** @return list<string> the folders of a list, as OpenSSL reads it */
    private static function split(string $folders): array
    {
        return array_values(array_filter(explode(PATH_SEPARATOR, $folders), strlen(...)));
    }

    /** As `chainready stores` calls it. */
    private static function name(string $stack): string
    {
        return sprintf('PHP %d.%d %s %s', PHP_MAJOR_VERSION, PHP_MINOR_VERSION, PHP_SAPI, $stack);
    }

    /** " with GnuTLS 3.7.9"; of OpenSSL nothing is said. */
    private static function unusual(?string $library): string
    {
        return $library === null || str_starts_with($library, 'OpenSSL/') ? '' : ' with ' . strtr($library, '/,', '  ');
    }
}
