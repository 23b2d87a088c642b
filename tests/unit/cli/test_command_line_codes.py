"""The table of error codes in the documentation and the errors in the code say the same."""

import re
from collections.abc import Iterator
from pathlib import Path

import app.features
from app.cli import truchement
from app.commands.lazy import load
from ocr.warnings import TEMPLATES
from storage.errors import ServiceError

PAGE = Path(app.features.__file__).parents[1] / "docs" / "command-line.md"
#: All commands, for they are loaded only when they are called; app.features is for the errors of the screens.
COMMANDS = {name: load(place) for name, place in truchement.places.items()}
#: Errors that no command raises: of screens, of work on drafts, of the worker's steps, of the account's own pages;
#: and those that only their subclasses stand for. A new error is documented or named here.
ELSEWHERE = {
    "sent_twice",
    "account_closed",
    "account_shut",
    "already_active",
    "already_sent_on",
    "already_theirs",
    "approval_blocked",
    "at_the_edge",
    "attachment_missing",
    "automatic_mail",
    "backup_error",
    "blob_damaged",
    "blob_missing",
    "blocking_finding",
    "body_kind_missing",
    "body_shut",
    "body_type",
    "changed_meanwhile",
    "code_refused",
    "container_too_deep",
    "container_too_large",
    "container_unreadable",
    "crashed",
    "crowded",
    "current_password_wrong",
    "cursor_invalid",
    "date_changed_meanwhile",
    "decision_reason_missing",
    "document_withheld",
    "dropped_file_defect",
    "dropped_file_interrupted",
    "dropped_file_refused",
    "duplicate_member",
    "email_missing",
    "email_not_vouched",
    "empty_container",
    "empty_target",
    "encrypted_mail",
    "ending_missing",
    "error",
    "factor_already_on",
    "factor_code_wrong",
    "factor_not_offered",
    "factor_without_password",
    "forbidden",
    "given_up",
    "held_by_another",
    "idempotency_key_reused",
    "identity_taken",
    "key_invalid",
    "key_lifetime",
    "key_missing",
    "key_taken",
    "last_administrator",
    "lease_lost",
    "liaison_body_kept",
    "mail_defect",
    "mail_gone",
    "mail_interrupted",
    "mail_not_sent",
    "mail_not_taken",
    "mail_not_waiting",
    "mail_refused",
    "medical_not_granted",
    "member_method",
    "member_too_large",
    "message_missing",
    "move_not_allowed",
    "newcomer_not_vouched",
    "no_act",
    "no_antivirus",
    "no_file",
    "no_file_accepted",
    "no_page_chosen",
    "no_page_in_scope",
    "not_a_plain_file",
    "not_assignable",
    "not_cleared",
    "not_found",
    "not_held",
    "not_in_quarantine",
    "not_in_this_state",
    "not_movable",
    "not_read_yet",
    "not_reviser",
    "not_translator",
    "nothing_selected",
    "nothing_taken",
    "nothing_to_cancel",
    "nothing_to_deliver",
    "nothing_to_merge",
    "nothing_to_split",
    "nothing_to_undo",
    "other_body",
    "other_identity",
    "other_name",
    "own_account",
    "page_missing",
    "password_too_long",
    "password_too_short",
    "password_too_simple",
    "passwords_differ",
    "provider_down",
    "range_not_satisfiable",
    "reason_missing",
    "recipient_missing",
    "recognition_failed",
    "request_invalid",
    "reviser_translated_it",
    "same_date",
    "same_person",
    "scan_not_awaited",
    "scope_missing",
    "scopes_missing",
    "seal_broken",
    "second_factor_needed",
    "segments_already_edited",
    "service_account_closed",
    "service_of_liaison",
    "sign_in_over",
    "sign_on_failed",
    "siret_invalid",
    "siret_taken",
    "siret_unknown",
    "stale_segment",
    "storage_full",
    "subject_missing",
    "taken_meanwhile",
    "temporary",
    "text_missing",
    "text_too_long",
    "ticket_invalid",
    "token_invalid",
    "too_large_mail",
    "too_many_attempts",
    "too_many_files",
    "too_many_keys",
    "too_many_members",
    "too_many_requests",
    "too_many_selected",
    "too_many_webhooks",
    "triage_changed_meanwhile",
    "trial_busy",
    "trial_empty",
    "trial_no_engine",
    "trial_slow",
    "trial_too_long",
    "unit_name_missing",
    "unit_name_taken",
    "unit_unknown",
    "unknown_act",
    "unknown_event",
    "unknown_person",
    "unknown_sender",
    "unverified_sender",
    "upload_refused",
    "waits_for_others",
    "webhook_disabled",
    "webhook_url_refused",
    "work_begun",
    "wrong_credentials",
    "wrong_date",
    "wrong_return",
    "wrong_return_date",
}


def below(kind: type[ServiceError]) -> Iterator[type[ServiceError]]:
    for each in kind.__subclasses__():
        yield each
        yield from below(each)


def in_code() -> set[str]:
    """Of this code, whatever other tests declare."""
    packages = {"app", "cases", "delivery", "intake", "ocr", "review", "storage", "translate"}
    return {kind.code for kind in below(ServiceError) if kind.__module__.split(".")[0] in packages}


def in_table() -> list[str]:
    table = PAGE.read_text(encoding="utf-8").partition("## Error codes")[2]
    return re.findall(r"^\| `(\w+)` \|", table, flags=re.MULTILINE)


def test_every_code_of_the_table_is_in_the_code() -> None:
    assert len(in_table()) == len(set(in_table())) > 40
    assert set(in_table()) - in_code() == set()


def test_every_error_of_a_command_is_in_the_table() -> None:
    assert in_code() - ELSEWHERE - set(in_table()) == set()


def test_nothing_is_left_out_that_is_documented_or_gone() -> None:
    assert ELSEWHERE & set(in_table()) == set()
    assert ELSEWHERE - in_code() - {"error"} == set()


def test_every_warning_of_a_page_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [code for code in TEMPLATES if f"`{code}`" not in text] == []


def test_every_command_is_told() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in COMMANDS if not re.search(rf"\b{name}\b", text)] == []
