<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** A call failed; never thrown for a verdict. */
abstract class CallException extends \RuntimeException implements ChainReadyException
{
    private const CLASSES = [
        'argument' => ArgumentException::class,
        'malformed' => MalformedException::class,
        'limit' => LimitException::class,
        'not_found' => NotFoundException::class,
        'permission' => NoPermissionException::class,
        'io' => ReadException::class,
        'unsupported' => UnsupportedException::class,
        'password' => PasswordException::class,
    ];

    /**
     * @param string $status the name of libchain's status: "malformed", "not_found", ...
     * @param int $entry counted from 1; 0: the input as a whole
     * @param ?int $offset in octets from the start of the input; null: not known
     * @param string $path the file; "" for input from memory
     * @param string $reason one sentence without its full stop; getMessage() puts the path before it
     */
    final public function __construct(
        public readonly string $status,
        public readonly int $entry,
        public readonly ?int $offset,
        public readonly string $path,
        public readonly string $reason,
    ) {
        parent::__construct($path === '' ? $reason : "$path: $reason");
    }

    /**
     * The exception for a failed call. The extension asks for it.
     *
     * @internal
     */
    public static function of(string $status, int $entry, ?int $offset, string $path, string $reason): self
    {
        $class = self::CLASSES[$status] ?? InternalException::class;
        return new $class($status, $entry, $offset, $path, $reason);
    }

    /**
     * The exception for a wrong argument of this layer.
     *
     * @internal
     */
    public static function argument(string $reason): ArgumentException
    {
        return new ArgumentException('argument', 0, null, '', $reason);
    }
}
