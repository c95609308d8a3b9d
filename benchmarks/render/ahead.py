"""What a person waits for, over HTTP: the storyboard, its animatic, and the film after approval."""

import time
from pathlib import Path

import av

from benchmarks.render import story
from benchmarks.render.bench import Bench
from benchmarks.render.measure import ContenderError
from benchmarks.render.served import Person, await_quiet, order, serving
from benchmarks.render.table import BARS, Section, at_most

_SECONDS = 15
_ANIMATIC_BAR, _APPROVAL_BAR = 3.0, 2.0
_BRAND = {
    "name": story.BRAND.name,
    "homepage": "https://morgenrot.example",
    "brandGuidelines": {"colors": list(story.BRAND.colors), "fonts": list(story.BRAND.fonts), "tone": "warm"},
}


def measure(bench: Bench) -> Section:
    """Ads of 15 s in 1080p: one to warm up with, one that has waited for its approval, one that has not, one edited."""
    title = f"What a person waits for: {_SECONDS} s in 1080p with four photographs, over HTTP"
    section = Section(title, BARS)
    try:
        with serving(bench.folder / "ahead") as person:
            _ask(bench, person, section)
    except ContenderError as error:
        section.notes.append(f"This could not be measured further: {error}")
    return section


def _ask(bench: Bench, person: Person, section: Section) -> None:
    client = str(person.post("/api/v3/clients", _BRAND)["id"])
    assets = [person.upload(photo, client) for photo in story.photographs(bench.folder / "photos")]

    def ordered(product: str) -> tuple[str, float]:
        """A job whose storyboard is ready, and the seconds that took."""
        start = time.perf_counter()
        job = str(person.post("/api/v3/jobs", order(client, product, assets, _SECONDS))["id"])
        person.wait(job, lambda found: found["status"] == "storyboard_ready")
        return job, time.perf_counter() - start

    def filmed(job: str) -> float:
        """Seconds from the approval to the finished film, which is fetched and opened."""
        start = time.perf_counter()
        person.act(job, "approve")
        made = person.wait(job, lambda found: found["status"] == "completed")
        took = time.perf_counter() - start
        if made is None:
            raise ContenderError("the film did not come")
        return took

    bench.tell("a person orders ads over HTTP")
    # A first job loads and compiles what every later one finds ready: workers are warm.
    filmed(ordered("Morgenrot filter coffee")[0])
    await_quiet()
    job, drafted = ordered("Morgenrot single-origin espresso, roasted to order")
    section.rows.append(("order to storyboard", f"{drafted:.2f} s", "", ""))
    start = time.perf_counter()
    shown = person.wait(job, lambda found: (found.get("storyboard") or {}).get("animaticUrl"), 60)
    if shown is None:
        section.notes.append("No animatic came within a minute.")
    else:
        file = bench.folder / "ahead" / "animatic.mp4"
        person.fetch(shown["storyboard"]["animaticUrl"], file)
        section.rows.append(
            at_most("storyboard to its animatic playing", time.perf_counter() - start, _ANIMATIC_BAR, " s")
        )
        section.notes.append(f"The animatic has {_contents(file)}.")
    await_quiet()
    section.rows.append(at_most("approval to film, after having waited", filmed(job), _APPROVAL_BAR, " s"))
    job, _ = ordered("Morgenrot decaf, roasted to order")
    section.rows.append(("approval to film, approved at once", f"{filmed(job):.2f} s", "", ""))
    job, _ = ordered("Morgenrot Christmas blend, roasted to order")
    await_quiet()
    person.act(job, "regenerate_scene", sceneIdx=1, feedback="closer and warmer")
    person.wait(job, lambda found: found["status"] == "storyboard_ready" and not found["regeneratingScenes"])
    section.rows.append(("approval to film, one scene made anew before", f"{filmed(job):.2f} s", "", ""))


def _contents(film: Path) -> str:
    """What a player finds in a file."""
    with av.open(str(film)) as container:
        video, sounds = container.streams.video[0], len(container.streams.audio)
        next(container.decode(video=0))
        seconds = (container.duration or 0) / av.time_base
        return f"{video.width} × {video.height} pixels, {seconds:.1f} s, and {'sound' if sounds else 'no sound'}"
