"""Typed settings, read from the environment once a process. Secrets never show in a representation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from environs import Env
from marshmallow.validate import OneOf


@dataclass(frozen=True)
class Settings:
    """What a process is told by its surroundings; every field is an environment variable of the same name."""

    service: str
    mongo_url: str = field(repr=False, default="mongodb://127.0.0.1:27017/?directConnection=true")
    mongo_prefix: str = "lc"
    broker_url: str = field(repr=False, default="")
    smtp_url: str = field(repr=False, default="")
    public_url: str = "http://127.0.0.1:8080"
    gateway_url: str = "http://127.0.0.1:8080"
    service_urls: Mapping[str, str] = field(default_factory=dict)
    passport_keys: Path = Path("keys/public.json")
    signing_key: Path | None = None
    data_dir: Path = Path("data")
    mail_dir: Path = Path("data/mail")
    audit_checkpoints: Path | None = None
    audit_checkpoint_seconds: int = 60
    webhook_reach: str = "public"
    feed_days: int = 30
    log_json: bool = True
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    place: str = ""
    """Where this process runs: who is started there next takes over the leases of this one (store/leases.py)."""

    @classmethod
    def from_environment(cls, service: str) -> Settings:
        """The settings of `service`; a wrong value is refused by environs, which names the variable."""
        env = Env()
        signing_key = env.str("SIGNING_KEY", "")
        audit_checkpoints = env.str("AUDIT_CHECKPOINTS", "")
        data_dir = env.path("DATA_DIR", Path("data"))
        return cls(
            service=service,
            mongo_url=env.str("MONGO_URL", cls.mongo_url),
            mongo_prefix=env.str("MONGO_PREFIX", cls.mongo_prefix),
            broker_url=env.str("BROKER_URL", ""),
            smtp_url=env.str("SMTP_URL", ""),
            public_url=env.str("PUBLIC_URL", cls.public_url).rstrip("/"),
            gateway_url=env.str("GATEWAY_URL", cls.gateway_url).rstrip("/"),
            service_urls=MappingProxyType(dict(env.dict("SERVICE_URLS", {}))),
            passport_keys=env.path("PASSPORT_KEYS", Path("keys/public.json")),
            signing_key=Path(signing_key) if signing_key else None,
            data_dir=data_dir,
            mail_dir=env.path("MAIL_DIR", data_dir / "mail"),
            audit_checkpoints=Path(audit_checkpoints) if audit_checkpoints else None,
            audit_checkpoint_seconds=env.int("AUDIT_CHECKPOINT_SECONDS", cls.audit_checkpoint_seconds),
            webhook_reach=env.str("WEBHOOK_REACH", "public", validate=OneOf(["public", "loopback", "private"])),
            feed_days=env.int("FEED_DAYS", cls.feed_days),
            log_json=env.bool("LOG_JSON", True),
            metrics_host=env.str("METRICS_HOST", "127.0.0.1"),
            metrics_port=env.int("METRICS_PORT", 0),
            place=env.str("PLACE", ""),
        )

    @property
    def database_name(self) -> str:
        """The name of the one database that this service owns."""
        return f"{self.mongo_prefix}_{self.service}"
