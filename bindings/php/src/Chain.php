<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** What a server sent, or more cross-certificates to build with: PEM or DER, read when it is asked about. */
final readonly class Chain
{
    private function __construct(
        private ?string $path,
        private ?string $data,
        /** Where it came from, by DNS name (A-labels) or IP address; null: not known. */
        public ?string $host,
    ) {
    }

    /** A file, or for cross-certificates a folder of files. */
    public static function ofPath(string $path, ?string $host = null): self
    {
        return new self($path, null, $host);
    }

    /** The content of such a file. */
    public static function ofBytes(string $data, ?string $host = null): self
    {
        return new self(null, $data, $host);
    }

    /**
     * What the peer of a connected stream sent, if its context has `capture_peer_cert_chain`.
     *
     * @param resource $stream
     */
    public static function ofStream($stream, ?string $host = null): self
    {
        $options = stream_context_get_options($stream)['ssl'] ?? [];
        if (empty($options['peer_certificate_chain'])) {
            throw CallException::argument('stream: its context did not capture the peer\'s chain');
        }
        $pem = '';
        foreach ($options['peer_certificate_chain'] as $certificate) {
            openssl_x509_export($certificate, $one);
            $pem .= $one;
        }
        return self::ofBytes($pem, $host);
    }

    /**
     * What a command line calls it; null where it cannot.
     *
     * @internal
     */
    public function source(): ?string
    {
        return $this->path;
    }

    /** @internal */
    public function open(): \ChainReadyNativeChain
    {
        return $this->path !== null
            ? \ChainReadyNativeChain::from_path($this->path)
            : \ChainReadyNativeChain::from_bytes($this->data);
    }
}
