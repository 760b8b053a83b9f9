<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** The file may not be read. */
final class NoPermissionException extends InputException
{
}
