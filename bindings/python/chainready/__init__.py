# SPDX-License-Identifier: Apache-2.0
"""Will this root set validate those servers, on every date of every migration?"""
