<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** The input is larger than the documented bound. */
final class LimitException extends InputException
{
}
