<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** A fault of ours. */
final class InternalException extends CallException
{
}
