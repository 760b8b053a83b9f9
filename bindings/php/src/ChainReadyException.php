<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** What every exception of this package is. */
interface ChainReadyException extends \Throwable
{
}
