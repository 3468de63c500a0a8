"""Short forms for the tests: the one document or the one failure of a file."""

from portfolios.parsing import FailureReason, LocatorKind, ParsedDocument, ParseFailure, parse


def document_of(content: bytes | str, name: str) -> ParsedDocument:
    (result,) = parse(content.encode() if isinstance(content, str) else content, name=name)
    assert isinstance(result, ParsedDocument), result
    return result


def failure_of(content: bytes | str, name: str) -> ParseFailure:
    (result,) = parse(content.encode() if isinstance(content, str) else content, name=name)
    assert isinstance(result, ParseFailure), result
    return result


def reason_of(content: bytes | str, name: str) -> FailureReason:
    failure = failure_of(content, name)
    assert failure.detail.endswith("."), failure
    return failure.reason


def places(document: ParsedDocument) -> list[tuple[str, str]]:
    return [(block.locator.kind.value, block.locator.value) for block in document.blocks]


def text_at(document: ParsedDocument, kind: LocatorKind, value: str) -> str:
    return "\n".join(
        block.text for block in document.blocks if (block.locator.kind, block.locator.value) == (kind, value)
    )
