<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** The call itself is wrong: an unknown name, an empty window, a time that is none. */
final class ArgumentException extends CallException
{
}
