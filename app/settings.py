"""Settings from the environment and `.env`, prefix `VERIDICT_`; frozen, each with unit, range and description."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.errors import StartRefused


def _listed(value: Any) -> Any:
    """Split a comma-separated list; blanks around and between are nothing."""
    return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]


class Settings(BaseSettings):
    """Everything that can be set. The README's table is checked against the fields below."""

    model_config = SettingsConfigDict(env_prefix="VERIDICT_", env_file=".env", extra="ignore", frozen=True)

    # where it listens, and to whom
    host: str = Field("127.0.0.1", description="Address to listen on; another than loopback needs a key to exist")
    port: int = Field(8000, ge=1, le=65_535, description="TCP port to listen on")
    allowed_hosts: Names = Field(
        ("localhost", "127.0.0.1", "[::1]"), description="Names accepted in the Host header, comma-separated"
    )
    cors_origins: Names = Field(
        (), description="Web and extension origins that may call from a browser, comma-separated"
    )
    rate_per_address: int = Field(
        1_200, ge=0, le=1_000_000, description="Requests a minute from one address; 0: no limit"
    )
    rate_per_key: int = Field(1_200, ge=0, le=1_000_000, description="Requests a minute with one key; 0: no limit")
    open_reading: bool = Field(default=True, description="Verdicts may be asked without a key from loopback")

    # the archive
    database_url: str = Field(
        "sqlite:///data/veridict.db", description="SQLAlchemy URL: `sqlite:///...` or `postgresql+psycopg://...`"
    )
    busy_timeout_ms: int = Field(5_000, ge=0, le=60_000, description="SQLite: wait for a lock, milliseconds")

    # the networks
    encoder: str = Field("", description="Folder or Hugging Face id of another encoder; empty: the packaged one")
    nli: Path = Field(Path("weights"), description="Folder of networks, what was fitted, and `weights.toml`")
    runtime: str = Field("openvino", pattern="^(openvino|torch)$", description="`openvino` (int8) or `torch` (float32)")
    threads: int = Field(2, ge=1, le=64, description="Threads of each network")
    queue_pairs: int = Field(4_096, ge=64, le=1_000_000, description="Pairs that may wait for the NLI network")
    deadline_s: float = Field(10.0, gt=0, le=300, description="Longest time one request waits for a network, seconds")

    # from claim to verdict
    candidates: int = Field(12, ge=1, le=100, description="Distinct passages found for one claim")
    retrieved: int = Field(32, ge=1, le=1_000, description="Passages fetched by each of the two searches")

    # fetching articles by their address
    fetching: bool = Field(default=False, description="Pages and feeds may be fetched, from public addresses only")
    fetch_bytes: int = Field(5_242_880, ge=1_024, le=104_857_600, description="Largest fetched document, bytes")
    fetch_time_s: float = Field(15.0, gt=0, le=300, description="Longest time for one document, seconds")
    fetch_redirects: int = Field(5, ge=0, le=20, description="Most redirects for one document")
    max_feed: int = Field(50, ge=1, le=1_000, description="Most pages fetched of one feed")

    # limits
    max_claim_chars: int = Field(1_000, ge=3, le=1_000, description="Longest claim, code points")
    max_text_chars: int = Field(1_000_000, ge=1, le=1_000_000, description="Longest article, code points")
    max_page_chars: int = Field(200_000, ge=1, le=200_000, description="Longest text of one page check, code points")
    max_body_bytes: int = Field(8_388_608, ge=1_024, le=1_073_741_824, description="Largest request body, bytes")
    body_pause_s: float = Field(10.0, gt=0, le=300, description="Longest pause within a request body, seconds")
    body_time_s: float = Field(
        60.0, gt=0, le=3_600, description="Longest time for a request body that is not a stream, seconds"
    )
    max_import: int = Field(100_000, ge=1, le=10_000_000, description="Most lines of one import")
    max_import_bytes: int = Field(
        2_147_483_648, ge=1_024, le=1_099_511_627_776, description="Largest body of an import, bytes"
    )
    max_page_claims: int = Field(100, ge=1, le=1_000, description="Most sentences checked of one page")
    max_batch: int = Field(100, ge=1, le=100, description="Most claims in one batch")


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        StartRefused: A value out of its range, named with what was expected, in one line.
    """
    try:
        return Settings()
    except ValidationError as fault:
        first = fault.errors()[0]
        name = "VERIDICT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise StartRefused(f"{name}: {first['msg']} (got {first.get('input')!r})") from fault
