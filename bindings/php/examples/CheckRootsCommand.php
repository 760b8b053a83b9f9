<?php

// SPDX-License-Identifier: Apache-2.0

declare(strict_types=1);

namespace App\Command;

use Symfony\Component\Console\Attribute\AsCommand;
use Symfony\Component\Console\Command\Command;
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;

use function ChainReady\ready;

/** `bin/console app:check-roots` in the image's build or before a deployment: fails where a root set is not ready. */
#[AsCommand('app:check-roots', 'Will the roots of this PHP still reach the servers that we call?')]
final class CheckRootsCommand extends Command
{
    protected function execute(InputInterface $input, OutputInterface $output): int
    {
        $report = ready();
        $output->write($report->text(color: $output->isDecorated()), options: OutputInterface::OUTPUT_RAW);
        return $report->isReady() ? Command::SUCCESS : Command::FAILURE;
    }
}
