"""The published description (OpenAPI): its operations, their schemas, and what is wrong with an answer."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx
from jsonschema import Draft202012Validator, FormatChecker

METHODS = ("get", "put", "post", "delete", "patch")
REFUSAL = "ErrorOut"
# A refusal is a sentence for a reader, and a name for a program.
REFUSAL_NAME = re.compile(r"[a-z]+(_[a-z]+)*")
FORMATS = FormatChecker(("uuid", "date"))


@FORMATS.checks("date-time", raises=ValueError)
def _is_instant(value: object) -> bool:
    return not isinstance(value, str) or datetime.fromisoformat(value) is not None


@dataclass(frozen=True, slots=True)
class Operation:
    """`choices`: for what takes a few words only in the address, one of them."""

    method: str
    path: str
    content: Mapping[str, Any]
    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method.upper()} {self.path}"

    @property
    def parameters(self) -> Sequence[Mapping[str, Any]]:
        return tuple(self.content.get("parameters", ()))

    @property
    def path_parameters(self) -> tuple[str, ...]:
        return tuple(re.findall(r"{(\w+)}", self.path))

    @property
    def required_query(self) -> dict[str, str]:
        """What must be asked for beside the address; a word that a number and a name both accept."""
        return {
            one["name"]: "1" for one in self.parameters if one["in"] == "query" and one.get("required", False)
        }

    def needs_uuid(self, name: str) -> bool:
        return any(one["name"] == name and one["schema"].get("format") == "uuid" for one in self.parameters)

    @property
    def speaks_for_a_person(self) -> bool:
        return any(one["name"].lower() == "on-behalf-of" for one in self.parameters)

    @property
    def success(self) -> tuple[int, Mapping[str, Any]]:
        """The status of a success and what it holds, by media type."""
        for status, answer in self.content["responses"].items():
            if status.startswith("2"):
                return int(status), answer.get("content", {})
        # Published as always refused: the refusal is what it promises.
        status = next(iter(self.content["responses"]))
        return int(status), self.content["responses"][status].get("content", {})


class Description:
    """Raises `KeyError` when the document is no OpenAPI description."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._components = document["components"]
        self._paths = document["paths"]

    def operations(self) -> Iterator[Operation]:
        for path, methods in self._paths.items():
            for method in METHODS:
                if method in methods:
                    content = methods[method]
                    yield Operation(method, path, content, self._choices(content))

    def reads(self) -> list[Operation]:
        return [one for one in self.operations() if one.method == "get"]

    def has(self, method: str, path: str) -> bool:
        return method in self._paths.get(path, {})

    def _choices(self, content: Mapping[str, Any]) -> Mapping[str, str]:
        schemas = {
            one["name"]: self.resolve(one["schema"])
            for one in content.get("parameters", ())
            if one["in"] == "path"
        }
        return {name: schema["enum"][0] for name, schema in schemas.items() if "enum" in schema}

    def schema_of(self, name: str) -> Mapping[str, Any]:
        """A component, its references followed in this document."""
        return {"$ref": f"#/components/schemas/{name}"}

    def resolve(self, schema: Mapping[str, Any]) -> Mapping[str, Any]:
        reference = schema.get("$ref", "")
        if not reference:
            return schema
        found: Mapping[str, Any] = self._components["schemas"][reference.rsplit("/", 1)[1]]
        return found

    def misfit(self, value: object, schema: Mapping[str, Any]) -> str | None:
        """Where the value leaves the schema, or None."""
        whole = {**schema, "components": self._components}
        validator = Draft202012Validator(whole, format_checker=FORMATS)
        error = next(iter(validator.iter_errors(value)), None)
        if error is None:
            return None
        place = "/".join(str(part) for part in error.absolute_path) or "corps"
        return f"{place} : {error.message[:160]}"

    def wrong_answer(self, operation: Operation, answer: httpx.Response) -> str | None:
        """What is wrong with an answer that should be a success."""
        status, content = operation.success
        if answer.status_code != status:
            return f"{answer.status_code} au lieu de {status}"
        media = answer.headers.get("content-type", "").split(";")[0]
        if content and media not in content:
            return f"« {media} » au lieu de « {next(iter(content))} »"
        if media != "application/json":
            return None
        return self.misfit(answer.json(), content[media]["schema"])

    def wrong_refusal(self, answer: httpx.Response, *statuses: int) -> str | None:
        """A refusal has its status, its name and one sentence in French to show as it is."""
        if answer.status_code not in statuses:
            return f"{answer.status_code} au lieu de {' ou '.join(map(str, statuses))}"
        if not answer.headers.get("content-type", "").startswith("application/json"):
            return "un refus se dit en JSON"
        misfit = self.misfit(answer.json(), self.schema_of(REFUSAL))
        if misfit:
            return misfit
        told = answer.json()
        if not REFUSAL_NAME.fullmatch(told["error"]):
            return f"« {told['error']} » n’est pas un nom de refus"
        return None if _is_sentence(told["message"]) else f"« {told['message'][:80]} » n’est pas une phrase"


def _is_sentence(text: str) -> bool:
    return text[:1].isupper() and text.rstrip().endswith(".") and " " in text
