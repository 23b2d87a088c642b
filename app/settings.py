"""What the operator decides, read once from the environment into one frozen dataclass. Only this module reads it.

Three addresses choose between one machine and many: the database, the broker and the blob store. Unset, everything
lives below the data folder and nothing need be installed beside the packages.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Literal

from app.settings_values import PREFIX, Reader, from_files, networks, order_size, path_of, provider, roles, secrets

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes are in bytes, times in seconds unless the name says otherwise. What an operator gives in MB is
    millions of bytes, the unit of our screens. ``max_order_bytes`` is for all files of an order;
    ``min_free_bytes`` is the room that uploads must leave on every disk that they pass through.

    ``brand`` is ``neutral`` or ``state``; ``body_name`` is how the liaison body is named on its files;
    ``page_words`` is the unit of business, the words that count as a page; ``words_per_day`` what a person is
    expected to translate or revise in a working day, by which loads and forecasts are reckoned; ``secure_cookies``
    follows the public address being https; no antivirus looks at files when ``antivirus_url`` is empty.
    ``secrets`` are the operator's keys, the one that signs first; empty where the service makes its own.
    ``metrics_port`` is where a worker gives its metrics, 0 where it does not.
    No mailbox is looked into when ``mailbox_url`` is empty; what was taken there is moved to ``mailbox_done``;
    ``mailbox_trusts`` is the server whose word on senders counts, empty where every sender is believed.
    No folder is watched when ``folder`` is None; ``folder_users`` names in whose name each of its sub-folders is.
    ``web_requests`` and ``web_uploads`` are how many requests the web process answers at once, without files and
    with; as many as ``web_waiting`` of each wait ``web_wait_seconds`` at most for their turn.
    ``straight`` says which documents pass triage by themselves, where their body has no rule of its own;
    ``straight_confidence``, 0 to 100, is below what a page is doubtful; with ``pause_clock`` the time of an order
    stands still while its requester is waited for.
    ``api_per_minute`` is how many requests a service account may make; ``webhook_networks`` are the private
    networks whose systems may be called, ``webhook_http`` whether without encryption too.
    ``sandbox`` says whether files are opened enclosed: where the system allows it, always or never.

    The provider of identities is at ``oidc_url`` (empty: there is none) and shown as ``oidc_name``; ``oidc_email``
    says whose word it takes that an address is a person's, the ``claim`` that tells so or the ``provider`` as
    such. Local accounts with one of ``factor_roles`` need a second factor, ``factor_grace_days`` after they are
    asked.
    """

    data: Path
    database_url: str = field(repr=False)
    broker_url: str = field(repr=False)
    blobs_url: str = field(repr=False)
    antivirus_url: str
    mail_url: str = field(repr=False)
    mail_from: str
    mailbox_url: str = field(repr=False)
    mailbox_done: str
    mailbox_trusts: str
    folder: Path | None
    folder_users: str
    collect_seconds: float
    public_url: str
    host: str
    port: int
    brand: str
    body_name: str
    secrets: tuple[str, ...] = field(repr=False)
    secret_file: Path | None
    metrics_tokens: tuple[str, ...] = field(repr=False)
    metrics_token_file: Path | None
    metrics_port: int
    proxies: int
    web_requests: int
    web_uploads: int
    web_waiting: int
    web_wait_seconds: float
    max_upload_bytes: int
    max_order_bytes: int
    max_files: int
    max_pages: int
    min_free_bytes: int
    max_pixels: int
    sandbox: Literal["auto", "required", "off"]
    page_words: int
    words_per_day: int
    days_normal: int
    days_urgent: int
    straight: Literal["never", "undoubted", "always"]
    straight_confidence: int
    pause_clock: bool
    lease_seconds: float
    sweep_seconds: float
    worker_processes: int
    ocr_threads: int
    beam: int
    session_idle_minutes: int
    session_hours: int
    oidc_url: str
    oidc_client_id: str
    oidc_secrets: tuple[str, ...] = field(repr=False)
    oidc_secret_file: Path | None
    oidc_name: str
    oidc_email: Literal["claim", "provider"]
    factor_roles: tuple[str, ...]
    factor_grace_days: int
    api_per_minute: int
    webhook_networks: tuple[IPv4Network | IPv6Network, ...]
    webhook_http: Literal["refuse", "accept"]

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are for encrypted connections only."""
        return self.public_url.startswith("https://")

    @property
    def embedded_mail(self) -> bool:
        """Whether mail is kept as files in the data folder instead of being sent."""
        return self.mail_url.startswith("file:")

    @property
    def packages_folder(self) -> Path:
        """Where installed engine packages are."""
        return self.data / "models"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings; raises SettingError for one that cannot be understood."""
    values = dict(os.environ if environment is None else environment)
    values.setdefault(PREFIX + "PORT", values.get("PORT", ""))
    values |= from_files(values)
    read = Reader(values)
    data = Path(read.text("DATA", "data")).absolute()
    host = read.text("HOST", "127.0.0.1")
    port = read.whole("PORT", 8000, 1, 65535)
    upload = read.whole("MAX_UPLOAD_MB", 200, 1, 4096)
    return Settings(
        data=data,
        database_url=read.text("DATABASE_URL", f"sqlite:///{data}/truchement.db"),
        broker_url=read.text("BROKER_URL", "filesystem://localhost/"),
        blobs_url=read.text("BLOBS_URL", f"file://{data}/blobs"),
        antivirus_url=read.text("ANTIVIRUS_URL", ""),
        mail_url=read.text("MAIL_URL", f"file://{data}/mail"),
        mail_from=read.text("MAIL_FROM", "truchement@localhost"),
        mailbox_url=read.text("MAILBOX_URL", ""),
        mailbox_done=read.text("MAILBOX_DONE", "Traites"),
        mailbox_trusts=read.text("MAILBOX_TRUSTS", ""),
        folder=path_of(read.text("FOLDER", "")),
        folder_users=read.text("FOLDER_USERS", ""),
        collect_seconds=float(read.whole("COLLECT_SECONDS", 60, 1, 3600)),
        public_url=read.text("PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
        host=host,
        port=port,
        brand=read.choice("BRAND", "neutral", ("neutral", "state")),
        body_name=read.text("BODY_NAME", "Centre des liaisons européennes et internationales de sécurité sociale"),
        secrets=secrets("SECRET", read.text("SECRET", ""), read.text("SECRET_FILE", "")),
        secret_file=path_of(read.text("SECRET_FILE", "")),
        metrics_tokens=secrets(
            "METRICS_TOKEN", read.text("METRICS_TOKEN", ""), read.text("METRICS_TOKEN_FILE", "")
        ),
        metrics_token_file=path_of(read.text("METRICS_TOKEN_FILE", "")),
        metrics_port=read.whole("METRICS_PORT", 0, 0, 65535),
        proxies=read.whole("PROXIES", 0, 0, 9),
        web_requests=read.whole("WEB_REQUESTS", 12, 1, 64),
        web_uploads=read.whole("WEB_UPLOADS", 12, 1, 64),
        web_waiting=read.whole("WEB_WAITING", 48, 0, 200),
        web_wait_seconds=float(read.whole("WEB_WAIT_SECONDS", 30, 1, 100)),
        max_upload_bytes=upload * MEGABYTE,
        # An order of one file of legal size is legal, whatever else is set.
        max_order_bytes=order_size(read.whole("MAX_ORDER_MB", 1000, 1, 100000), upload, read) * MEGABYTE,
        max_files=read.whole("MAX_FILES", 40, 1, 1000),
        max_pages=read.whole("MAX_PAGES", 1000, 1, 20000),
        min_free_bytes=read.whole("MIN_FREE_MB", 500, 0, 1_000_000) * MEGABYTE,
        max_pixels=read.whole("MAX_MEGAPIXELS", 80, 1, 170) * 1_000_000,
        sandbox=read.choice("SANDBOX", "auto", ("auto", "required", "off")),
        page_words=read.whole("PAGE_WORDS", 300, 50, 1000),
        words_per_day=read.whole("WORDS_PER_DAY", 2000, 100, 20000),
        days_normal=read.whole("DAYS_NORMAL", 15, 1, 365),
        days_urgent=read.whole("DAYS_URGENT", 3, 1, 365),
        straight=read.choice("STRAIGHT", "undoubted", ("never", "undoubted", "always")),
        straight_confidence=read.whole("STRAIGHT_CONFIDENCE", 60, 0, 100),
        pause_clock=read.choice("PAUSE_CLOCK", "yes", ("yes", "no")) == "yes",
        lease_seconds=float(read.whole("LEASE_SECONDS", 120, 1, 3600)),
        sweep_seconds=float(read.whole("SWEEP_SECONDS", 10, 1, 600)),
        worker_processes=read.whole("WORKERS", 1, 1, 64),
        ocr_threads=read.whole("OCR_THREADS", min(2, os.cpu_count() or 1), 1, 64),
        beam=read.whole("BEAM", 4, 1, 10),
        session_idle_minutes=read.whole("SESSION_IDLE_MINUTES", 60, 1, 1440),
        session_hours=read.whole("SESSION_HOURS", 12, 1, 168),
        oidc_url=provider(read.text("OIDC_URL", ""), read),
        oidc_client_id=read.text("OIDC_CLIENT_ID", ""),
        oidc_secrets=secrets("OIDC_SECRET", read.text("OIDC_SECRET", ""), read.text("OIDC_SECRET_FILE", "")),
        oidc_secret_file=path_of(read.text("OIDC_SECRET_FILE", "")),
        oidc_name=read.text("OIDC_NAME", "ProConnect"),
        oidc_email=read.choice("OIDC_EMAIL", "claim", ("claim", "provider")),
        factor_roles=roles(read.text("FACTOR_ROLES", "administrator,auditor,coordinator")),
        factor_grace_days=read.whole("FACTOR_GRACE_DAYS", 14, 0, 365),
        api_per_minute=read.whole("API_PER_MINUTE", 120, 1, 100_000),
        webhook_networks=networks(read.text("WEBHOOK_NETWORKS", "")),
        webhook_http=read.choice("WEBHOOK_HTTP", "refuse", ("refuse", "accept")),
    )
