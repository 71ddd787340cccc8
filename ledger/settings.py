"""Settings of every process: one class, prefix OMBUD_, read at start and nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

LOCAL_CHAINS = (31337, 1337)
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PUBLIC_RATE = 50
"""Requests a second of one caller where the API is open to others, if nothing else is set."""


class Settings(BaseSettings):
    """What a process of Ombud needs to know. Environment variables carry the prefix OMBUD_."""

    model_config = SettingsConfigDict(env_prefix="OMBUD_", extra="ignore")

    profile: Literal["local", "production"] = "local"
    """`local` may use the well-known keys of a local node; `production` refuses them."""
    home: Path = Path(".ombud")
    """Folder of everything a machine keeps: deployment, log, spool, keys, mirror data."""
    rpc_url: str = "http://127.0.0.1:8545"
    """JSON-RPC endpoint of the EVM node; several of one chain with commas between them, the next for when one fails."""
    chain_id: int = 31337
    """EIP-155 id of the chain."""
    deployment: Path | None = None
    """Deployment file; `home/deployments/<chain_id>.json` if not given."""
    redis_url: str | None = None
    """Redis or Valkey; the embedded Valkey under `home/valkey` if not given."""
    redis_read_url: str | None = None
    """A replica that questions are asked of (`redis://`, in a cluster `redis+replica://`); the same if not given."""
    redis_port: int = Field(default=8720, ge=0, le=65535)
    """Port of the embedded Valkey; 0 picks a free one."""
    node_port: int = Field(default=8545, ge=0, le=65535)
    """Port of the embedded Hardhat node; 0 picks a free one."""
    log_url: str = "http://127.0.0.1:8730"
    """Where agents send segments and readers fetch tiles."""
    log_host: str = "127.0.0.1"
    log_port: int = Field(default=8730, ge=0, le=65535)
    """Where our log server listens."""
    log_workers: int = Field(default=0, ge=0, le=256)
    """Processes of our log server that check signatures and records; 0 leaves that to the serving process."""
    log_origin: str = "localhost/ombud"
    """Origin line of our log's checkpoints (a schema-less URL)."""
    log_agent_limit: int = Field(default=0, ge=0)
    """Bytes a second that our log server takes of one agent, ten seconds' worth at once; 0 sets no limit."""
    log_size_limit: int = Field(default=0, ge=0)
    """Bytes that the journal of our log server may have; 0 sets no limit."""
    log_bucket: str | None = None
    """S3 bucket in which our log is published; the folder `home/log/public` if not given."""
    log_bucket_prefix: str = Field(default="", pattern=r"^(?:[A-Za-z0-9][A-Za-z0-9._/-]{0,120})?$")
    """Folder of the log in the bucket."""
    log_bucket_endpoint: str = Field(default="", pattern=r"^(?:https?://.+)?$")
    """URL of an object store that is not Amazon's."""
    log_bucket_region: str = ""
    """Region of the bucket."""
    log_bucket_key_id: str = ""
    log_bucket_secret: SecretStr = SecretStr("")
    """Access key of the bucket and its secret; those of the environment (`AWS_...`) if not given."""
    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8740, ge=0, le=65535)
    """Where the API listens."""
    api_workers: int = Field(default=1, ge=1, le=64)
    """Processes of our API; several answer more requests a second on several cores."""
    api_url: str = Field(default="", pattern=r"^(?:https?://[^/]+)?$")
    """What users call our API, without a path; wallets show it when they sign in. Host and port if not given."""
    api_rate: int | None = Field(default=None, ge=0, le=1_000_000)
    """Requests a second that each caller may make; 0 sets no limit. If not given: none on loopback, else 50."""
    api_origins: str = ""
    """Web origins whose pages may read our API, with commas between; only our own if empty."""
    api_signed: bool = True
    """Whether answers of our API are signed (RFC 9421), with the key in `home/keys/api.key`."""
    watchers: str = ""
    """Accounts that may acknowledge alerts on our dashboard, with commas between. If empty: on loopback whoever signed
    in, elsewhere nobody."""
    desk: str = Field(default="desk", pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
    """Agent of this machine as which what authorities read is recorded."""
    index_host: str = "127.0.0.1"
    index_port: int | None = Field(default=None, ge=0, le=65535)
    """Where the indexer shows its metrics and health; nowhere if not given, 0 picks a free port."""
    key_password: SecretStr = SecretStr("")
    """What encrypts the session keys under `home/agents`."""
    spool: Path | None = None
    """Folder of an agent's spool; `home/spool/<name>` if not given."""
    fsync: Literal["every", "interval", "never"] = "interval"
    """When the spool is forced to disk: on every record, every 50 ms, or by the system alone. Whoever kills the process
    loses nothing either way; a power cut may take what was written since (see ADR 0026)."""
    segment_records: int = Field(default=256, ge=1, le=10_000)
    """Most records under one signature."""
    segment_seconds: float = Field(default=1.0, gt=0)
    """Longest time a record waits for its segment."""
    anchor_entries: int = Field(default=64, ge=1)
    """Anchor after this many new log entries."""
    anchor_seconds: float = Field(default=5.0, gt=0)
    """Anchor at least this often while there is something new."""
    answer_seconds: float = Field(default=15.0, gt=0)
    """How often our log server looks for challenges of its log on chain, to answer them."""
    witnesses: str = ""
    """Who cosigns our log's checkpoints before they are anchored: URL#VERIFIER_KEY, with commas between."""
    timestamp_url: str = ""
    """Time-stamp authority (RFC 3161) that is asked about them; none if empty. Extra `timestamps`."""
    anchor_fee_limit: int = Field(default=0, ge=0)
    """Most wei for a unit of gas of an anchor; a dearer one waits, for half of `anchor_window` at most. 0: no limit."""
    anchor_window: int = Field(default=3600, ge=60)
    """Seconds within which an acknowledged segment is promised to be anchored."""
    finality_depth: int = Field(default=64, ge=1)
    """Blocks after which the mirror takes a block for final."""
    operator_key: SecretStr | None = None
    """Hex private key of the log operator; made and kept under `home/keys` if not given (local only)."""
    deployer_key: SecretStr | None = None
    """Hex private key that `ombud deploy` pays with, unless it is given a file. Needed once, by nothing else."""

    @model_validator(mode="after")
    def _refuse_local_shortcuts(self) -> Self:
        if self.profile == "production" and self.chain_id in LOCAL_CHAINS:
            msg = f"OMBUD_PROFILE=production with local chain {self.chain_id}: set OMBUD_CHAIN_ID"
            raise ValueError(msg)
        if self.profile == "production" and self.operator_key is None:
            msg = "OMBUD_PROFILE=production needs OMBUD_OPERATOR_KEY"
            raise ValueError(msg)
        if "*" in self.api_origins:
            msg = "OMBUD_API_ORIGINS names every origin: name those that may read"
            raise ValueError(msg)
        if self.profile == "production" and self.log_bucket_endpoint.startswith("http://"):
            msg = "OMBUD_PROFILE=production with an OMBUD_LOG_BUCKET_ENDPOINT that is not https"
            raise ValueError(msg)
        return self

    @property
    def deployment_file(self) -> Path:
        """Where the deployment of this chain is written."""
        return self.deployment or self.home / "deployments" / f"{self.chain_id}.json"

    @property
    def evidence_folder(self) -> Path:
        """Where evidence files are kept."""
        return self.home / "evidence"

    @property
    def access_folder(self) -> Path:
        """Where API keys are kept, as hashes."""
        return self.home / "access"

    @property
    def api_address(self) -> str:
        """What those who use our API call it."""
        return self.api_url or f"http://{self.api_host}:{self.api_port}"

    @property
    def api_requests(self) -> int:
        """Requests a second that each caller of our API may make; 0: no limit."""
        if self.api_rate is not None:
            return self.api_rate
        return 0 if self.api_host in LOOPBACK else PUBLIC_RATE

    @property
    def watching(self) -> tuple[str, ...]:
        """Accounts that may acknowledge alerts on our dashboard, as they are written."""
        return tuple(part.strip() for part in self.watchers.split(",") if part.strip())

    @property
    def web_origins(self) -> tuple[str, ...]:
        """Web origins whose pages may read our API."""
        return tuple(part.strip() for part in self.api_origins.split(",") if part.strip())

    def spool_folder(self, name: str) -> Path:
        """The spool of the agent called `name` on this machine."""
        return self.spool or self.home / "spool" / name
