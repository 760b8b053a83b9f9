# SPDX-License-Identifier: Apache-2.0
"""An ASGI start-up hook for any framework: app = ChainReady(app). What it finds is in the log."""
import asyncio

import chainready


class ChainReady:
    """Asks once, when the server starts, and lets it start whatever the answer is."""

    def __init__(self, app):
        self.app = app
        self.report = None

    async def __call__(self, scope, receive, send):
        if scope["type"] == "lifespan":
            self.report = await asyncio.to_thread(chainready.ready)
        await self.app(scope, receive, send)
