<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** No such file, or nothing of the kind in it. */
final class NotFoundException extends InputException
{
}
