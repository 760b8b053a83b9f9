<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** Reading failed, or the file is not a regular file. */
final class ReadException extends InputException
{
}
