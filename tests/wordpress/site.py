"""A WordPress of its own for the tests, installed by the script that the plugin brings."""

import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLIENT = Path(__file__).parent.parent.parent / "clients" / "wordpress"
PASSWORD = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class Site:
    """A running WordPress with the plugin switched on; users `admin`, `editor`, `author` and `subscriber`."""

    folder: Path
    url: str

    @property
    def plugin(self) -> Path:
        """The plugin as it is installed."""
        return self.folder / "www" / "wp-content" / "plugins" / "veridict"

    def php(self, code: str) -> Any:
        """Run PHP inside WordPress.

        Args:
            code: Statements; what they `return` is handed back.

        Returns:
            The value, by way of JSON.
        """
        loaded = f"require '{self.folder}/www/wp-load.php'; echo json_encode( ( static function () {{ {code} }} )() );"
        done = subprocess.run(["php", "-r", loaded], capture_output=True, text=True, check=False, timeout=60)
        assert done.returncode == 0, done.stderr + done.stdout
        return json.loads(done.stdout)

    def settings(self, address: str, key: str = "vk_test", *, send: bool = True) -> None:
        """Set the service's address and key, as the settings page does."""
        options = json.dumps({"address": address, "publisher": "", "send": send, "live": False})
        self.php(
            f"update_option( 'veridict', json_decode( '{options}', true ) );"
            f"update_option( 'veridict_secret', array( 'key' => '{key}' ) );"
        )

    def add_post(self, title: str, content: str, status: str = "draft", author: str = "editor") -> int:
        """Save a post; returns its id."""
        fields = json.dumps({"post_title": title, "post_content": content, "post_status": status})
        made: int = self.php(
            f"$p = json_decode( <<<'JSON'\n{fields}\nJSON, true );"
            f"$p['post_author'] = get_user_by( 'login', '{author}' )->ID;"
            "return wp_insert_post( wp_slash( $p ) );"
        )
        return made

    def state(self, post: int) -> dict[str, Any]:
        """What the plugin keeps of a post in the archive."""
        kept: dict[str, Any] = self.php(f"return Veridict\\Archive\\state( {post} );")
        return kept

    def pass_time(self, hook: str) -> int:
        """Let the time come for which a hook is set, and run wp-cron.

        Returns:
            How many events were set.
        """
        found: int = self.php(
            "$count = 0; foreach ( _get_cron_array() as $time => $hooks ) { foreach ( $hooks['"
            + hook
            + "'] ?? array() as $event ) {"
            f"wp_unschedule_event( $time, '{hook}', $event['args'] );"
            f"wp_schedule_single_event( time() - 1, '{hook}', $event['args'] ); $count++; }} }} return $count;"
        )
        subprocess.run(["php", str(self.folder / "www" / "wp-cron.php")], check=True, capture_output=True, timeout=60)
        return found

    def complaints(self) -> list[str]:
        """What PHP had to say about the plugin."""
        log = self.folder / "php.log"
        lines = log.read_text().splitlines() if log.exists() else []
        return [line for line in lines if "plugins/veridict" in line]


@contextmanager
def running_site() -> Iterator[Site]:
    """Install a WordPress below a temporary folder, run it on a free port of loopback, and take it away again."""
    folder = Path(tempfile.mkdtemp(prefix="vd-wp-"))  # short: the path of a socket has 100 characters
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    try:
        subprocess.run(
            [str(CLIENT / "install-test-site.sh"), str(folder), str(port)],
            env=os.environ | {"PASSWORD": PASSWORD},
            check=True,
            timeout=900,
            stdout=subprocess.DEVNULL,
        )
        yield Site(folder, f"http://127.0.0.1:{port}")
    finally:
        subprocess.run([str(CLIENT / "stop-test-site.sh"), str(folder)], check=False, timeout=60)
        shutil.rmtree(folder, ignore_errors=True)
