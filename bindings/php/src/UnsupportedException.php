<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace ChainReady;

/** Well-formed, but of a kind that this version does not read. */
final class UnsupportedException extends InputException
{
}
