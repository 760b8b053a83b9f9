<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** The input is not what it should be. */
final class MalformedException extends InputException
{
}
