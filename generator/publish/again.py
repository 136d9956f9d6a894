"""What a server starts to make its site anew: MkDocs' build, told on standard input how the server's own was made."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from generator.publish.kept import served
from generator.publish.plugin import Given, given
from generator.publish.settings import PLUGIN, told_again


def main() -> int:
    """Build the site that standard input asks for; return 1 where that fails, with the reason on standard error."""
    order = json.load(sys.stdin)
    if hasattr(os, "nice"):
        os.nice(5)  # whoever waits for a page comes first
    try:
        told = told_again(Path(order["file"]), order["theme"], order["options"])
        config = load_config(order["file"], **told, **order["settings"], site_dir=order["site_dir"])
        config.plugins.on_startup(command="serve", dirty=False)
        config.site_url = order["serve_url"]
        kept = served(Path(order["root"]), order["options"], Path(order["place"]))
        with given(config.plugins[PLUGIN], Given(kept=kept)):
            mkdocs_build(config, serve_url=order["serve_url"])
    except MkDocsException as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
