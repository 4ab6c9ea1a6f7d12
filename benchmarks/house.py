"""What the running demonstration costs: preparing, starting, memory, and processor time for a question.

python benchmarks/house.py        # prints the table that docs/quality.md keeps
"""

import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

ROOT = Path(__file__).parent.parent
QUESTIONS = (
    "Quel est le code de site LOTANET ?",
    "Jusqu’à quand puis-je terminer mon lot de la seconde vague ?",
    "Dois-je mettre AB dans Santorin ?",
    "Combien est payée une copie de BTS ?",
    "Une page manque, que faire ?",
    "Qui appeler si le scanner est en panne ?",
    "Quand a lieu la réunion d’harmonisation ?",
    "Combien de copies dans une enveloppe ?",
    "Comment verrouiller le lot ?",
    "Quel est le tarif du parking du lycée ?",
)
# Nothing is asked twice in the same words: what a cache remembers is not what a new question costs.
OPENINGS = ("", "Bonjour, ", "Dites-moi : ", "S’il vous plaît, ", "Une question : ", "Alors, ", "Voilà : ")
TICK = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def megabytes(pid: int, field: str) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return round(int(re.search(rf"{field}:\s+(\d+) kB", status)[1]) / 1024)


def wait_until_ready(addresses: list[str]) -> None:
    with httpx.Client(timeout=1, trust_env=False) as client:
        for address in addresses:
            while True:
                try:
                    client.get(f"{address}/healthz").raise_for_status()
                    break
                except httpx.HTTPError:
                    time.sleep(0.02)


@contextmanager
def signed_in(app: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=app, timeout=30, trust_env=False, headers={"Origin": app}) as client:
        token = re.search(r'name="csrf" value="([^"]+)"', client.get("/sign-in").text)[1]
        client.post("/sign-in", data={"account": "correctrice-bts", "csrf": token})
        page = client.get("/", headers={"Accept": "text/html"}).text
        client.headers["X-CSRF-Token"] = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        yield client


def ask_all(client: httpx.Client, opening: str) -> list[float]:
    """Each question in one conversation of its own; the seconds each took."""
    seconds = []
    for question in QUESTIONS:
        key = uuid.uuid4().hex
        conversation = client.post("/api/conversations", json={"key": key}).raise_for_status().json()["id"]
        started = time.perf_counter()
        said = {"text": opening + question, "key": f"{key}-1"}
        client.post(f"/api/conversations/{conversation}/messages", json=said).raise_for_status()
        seconds.append(time.perf_counter() - started)
    return seconds


def environment_of(folder: Path, ports: tuple[int, int]) -> dict[str, str]:
    """What a demonstration of its own needs: its folder, its ports, one thread for the vectors."""
    return os.environ | {
        "PERMANENCE_DATA_DIR": str(folder),
        "PERMANENCE_PORT": str(ports[0]),
        "PERMANENCE_BACKEND_PORT": str(ports[1]),
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "passive",
    }


def measure(folder: Path) -> dict[str, str]:
    ports = free_port(), free_port()
    app, backend = (f"http://127.0.0.1:{port}" for port in ports)
    environment = environment_of(folder, ports)
    command = [sys.executable, "-m", "app.cli"]
    began = time.perf_counter()
    subprocess.run([*command, "demo"], cwd=ROOT, env=environment, check=True, capture_output=True)
    prepared = time.perf_counter() - began
    began = time.perf_counter()
    server = subprocess.Popen([*command, "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        wait_until_ready([app, backend])
        started = time.perf_counter() - began
        with signed_in(app) as client:
            ask_all(client, OPENINGS[0])
            before = cpu_seconds(server.pid)
            seconds = [one for opening in OPENINGS[1:] for one in ask_all(client, opening)]
            spent = cpu_seconds(server.pid) - before
        return {
            "first preparation (`permanence demo`)": f"{prepared:.1f} s",
            "start-up (`permanence serve`, both services answering)": f"{started:.1f} s",
            "processor time for one question, conversation and page fragment included": (
                f"{1000 * spent / len(seconds):.0f} ms"
            ),
            "answer seen by the browser, median": f"{1000 * statistics.median(seconds):.0f} ms",
            "answer seen by the browser, 95 %": f"{1000 * statistics.quantiles(seconds, n=20)[-1]:.0f} ms",
            "memory of the process, app and backend together": f"{megabytes(server.pid, 'VmRSS')} MB",
            "its peak": f"{megabytes(server.pid, 'VmHWM')} MB",
        }
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for name, value in measure(Path(folder)).items():
            print(f"| {name} | {value} |")


if __name__ == "__main__":
    main()
