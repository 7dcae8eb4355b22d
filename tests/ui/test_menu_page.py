"""The caller's menu in the window, through its visible controls and by keyboard, on a clock moved by hand."""

import subprocess
import sys
import wave
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QLineEdit

from app.directory import ALL_DIRECTORIES, Directory, Entry, Snapshot, Trouble
from app.directory.menu import Item, Playing
from app.scenario import PROMPT_WORDS, Recorded, Recordings, read_recordings, read_scenario, spoken_ms
from ui.bridge import Bridge
from ui.core import Core
from ui.menu import MenuPage
from ui.menu.tempo import Tempo
from ui.menu.voice import Voice
from ui.theme import Theme

SALES = Directory("d", "Sales", min_dtmf=4, stored={"min_dtmf": 4})
PEOPLE = (
    Entry("u1", "Laura", "Katz", "cf1", "2058"),
    Entry("u2", "Kaspar", "Lau", "cf2", "2059"),
    Entry("u3", "Greta", "Gone", "", trouble=Trouble.NO_CALLFLOW),
)


def snapshot_of(directory=SALES, people=PEOPLE, at=datetime(2026, 1, 1, tzinfo=UTC)):
    return Snapshot.of(directory, people, at)


def _bare(text):
    """Without the marks that keep a name's direction to itself."""
    return text.replace("\u2068", "").replace("\u2069", "")


class Stage:
    """A page, and what a person does with it."""

    def __init__(self, page, qtbot, now):
        self.page, self._qtbot, self._now = page, qtbot, now

    def button(self, name):
        found = [one for one in self.page.findChildren(QAbstractButton) if one.accessibleName() == name]
        return next(one for one in found if one.isVisible())

    def press(self, name):
        assert self.button(name).isEnabled(), name
        QTest.mouseClick(self.button(name), Qt.MouseButton.LeftButton)

    def click_keys(self, keys):
        for key in keys:
            QTest.mouseClick(self.page.handset.keypad.key(key), Qt.MouseButton.LeftButton)

    def type(self, text):
        QTest.keyClicks(self.page, text)

    def choose(self, name, text):
        combo = next(one for one in self.page.findChildren(QComboBox) if one.accessibleName() == name)
        combo.setCurrentIndex(combo.findText(text))

    def pass_time(self, seconds):
        """Let so much pass, and the page see it."""
        self._now[0] += seconds
        with self._qtbot.waitSignal(self.page.run.ticked, timeout=5_000):
            pass

    def until(self, seen):
        self._qtbot.waitUntil(lambda: bool(seen()), timeout=10_000)

    @property
    def state(self):
        return _bare(self.page.handset.title.text_shown())

    @property
    def heard(self):
        model = self.page.heard.model
        return [
            model.index(row, 0).data().replace("\u2068", "").replace("\u2069", "") for row in range(model.rowCount())
        ]

    @property
    def left(self):
        model = self.page.people.model
        return [model.row_at(row).text for row in range(model.rowCount())]

    @property
    def told(self):
        return self.page.banner.accessibleName() if self.page.banner.isVisible() else ""


@pytest.fixture
def stage(qtbot, look):
    bridge, now = Bridge(), [100.0]
    bridge.start()
    core = Core(bridge)
    page = MenuPage(look, core, lambda: now[0])
    qtbot.addWidget(page)
    page.voice.engines = ()
    page.resize(1190, 730)
    page.show()
    stage = Stage(page, qtbot, now)
    page.show_snapshot(snapshot_of())
    stage.until(lambda: page.run.menu is not None)
    yield stage
    page.run.stand_still()
    with qtbot.waitSignal(bridge.stopped, timeout=10_000):
        bridge.stop(core.close)


def test_a_whole_call_by_keyboard_alone(stage):
    QTest.keyClick(stage.page, Qt.Key.Key_Return)
    assert stage.state == "Instructions"
    stage.type("la")
    assert stage.state == "Collecting keys: 5-2"
    assert stage.left == ["Laura Katz", "Kaspar Lau"]
    stage.type("#")
    assert stage.state == "Result 1 of 2: Laura Katz"
    stage.type("2")
    assert stage.state == "Result 2 of 2: Kaspar Lau"
    stage.type("1")
    assert stage.state == "Connected to Kaspar Lau, 2059"
    assert stage.heard[-1].endswith("Reaches Kaspar Lau, 2059")


def test_the_keypad_and_the_buttons_do_the_same(stage):
    stage.press("Call")
    stage.click_keys("5289#")
    assert stage.state == "Connected to Laura Katz, 2058"
    stage.press("Call")
    stage.press("Hang up")
    assert stage.state == "The caller hung up"


def test_the_wait_is_seen_and_ends_by_itself(stage):
    stage.press("Call")
    stage.type("5289")
    assert stage.page.handset.ring.left_ms == 2_000
    stage.pass_time(0.5)
    assert stage.page.handset.ring.left_ms == 1_500
    assert stage.page.handset.ring.accessibleName() == "1.5 seconds left"
    stage.pass_time(1.6)
    assert stage.state == "Connected to Laura Katz, 2058"


def test_what_plays_is_marked_and_what_was_cut_is_said(stage):
    stage.press("Call")
    stage.pass_time(0.2)
    assert "now, “Please enter the first few letters of the person's name.”" in stage.heard[0]
    stage.type("5")
    assert stage.heard[0].endswith("dir-enter_person_name, cut short")
    assert stage.heard[1].endswith("Keys: 5")


def test_a_wait_can_be_skipped(stage):
    stage.press("Call")
    stage.press("Skip the wait")
    assert stage.page.handset.ring.left_ms == 2_000
    stage.press("Skip the wait")
    assert "Please enter" in stage.heard[-1] or stage.state == "Instructions"
    assert stage.page.run.handset.call.position.tries_left == 2


def test_a_step_back_takes_the_last_key_back_and_stops_time(stage):
    stage.press("Call")
    stage.type("5289#")
    QTest.keyClick(stage.page, Qt.Key.Key_Backspace)
    assert stage.state == "Collecting keys: 5-2-8-9"
    stage.press("Step back")
    assert stage.state == "Collecting keys: 5-2-8"
    assert stage.page.run.is_paused
    assert stage.left == ["Laura Katz", "Kaspar Lau"]
    stage.type("7")
    assert stage.state == "Collecting keys: 5-2-8-7"
    assert not stage.page.run.is_paused


def test_a_call_is_replayed_paused_and_done_at_once(stage):
    stage.press("Call")
    stage.pass_time(0.5)
    stage.type("5289#")
    made = stage.heard
    stage.choose("Speed", "5 × as fast")
    stage.press("Replay")
    assert stage.state == "Instructions"
    stage.pass_time(0.05)
    stage.press("Pause")
    assert stage.page.run.is_paused
    stage.press("Go on")
    stage.pass_time(1.0)
    assert stage.heard == made
    stage.choose("Speed", "At once")
    stage.press("Replay")
    assert stage.heard == made


def test_at_once_prompts_are_over_and_nobody_is_hurried(stage):
    stage.choose("Speed", "At once")
    stage.press("Call")
    stage.type("52#")
    assert stage.state == "Result 1 of 2: Laura Katz"
    assert not stage.button("Pause").isEnabled()
    assert stage.page.handset.ring.left_ms == 2_000


@pytest.mark.parametrize(("key", "words"), [("A", "keys A to D"), ("D", "keys A to D"), ("+", "no key")])
def test_other_keys_are_refused_with_the_reason(stage, key, words):
    stage.press("Call")
    stage.type(f"5{key}")
    assert words in stage.page.handset.note.text()
    assert stage.state == "Collecting keys: 5"
    stage.type("2")
    assert not stage.page.handset.note.isVisible()


def test_keys_typed_in_one_go_are_played_or_refused(stage):
    line = next(one for one in stage.page.findChildren(QLineEdit) if one.accessibleName() == "Keys to play")
    stage.choose("Speed", "At once")
    line.setText("52A")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "keys A to D" in stage.told
    line.setText("52# 1")
    stage.press("Play these keys")
    assert stage.state == "Connected to Laura Katz, 2058"


def test_another_menu_answers_the_same_keys_otherwise(stage):
    stage.choose("Speed", "At once")
    stage.press("Call")
    stage.type("5289#")
    assert stage.state == "Connected to Laura Katz, 2058"
    stage.choose("Menu", "As documented")
    assert stage.state == "One match: Laura Katz"
    stage.type("1")
    assert stage.state == "Connected to Laura Katz, 2058"


def test_where_the_readings_part_is_said_for_this_directory(stage):
    stage.press("Readings")
    words = "\n".join(stage.page.readings.words())
    assert "min_dtmf is 4: no search with fewer keys." in words
    assert "confirm_match is not set" in words
    assert "max_dtmf" not in words
    stored = {"min_dtmf": 2, "confirm_match": True, "max_dtmf": 4}
    other = Directory("d", "Sales", min_dtmf=2, max_dtmf=4, stored=stored)
    stage.page.show_snapshot(snapshot_of(other, at=datetime(2026, 1, 2, tzinfo=UTC)))
    stage.until(lambda: "max_dtmf is 4" in "\n".join(stage.page.readings.words()))
    assert "min_dtmf is" not in "\n".join(stage.page.readings.words())


def test_who_is_left_says_why_and_opens_on_the_desk(stage, qtbot):
    stage.press("Call")
    stage.type("52")
    stage.page.people.select(1)
    assert stage.page.people.why.text().startswith("5-2 are the letters \u2068Ka\u2069, first name first.")
    with qtbot.waitSignal(stage.page.personWanted) as wanted:
        stage.press("Open on the desk")
    assert wanted.args == ["u2"]


def test_who_has_no_callflow_is_marked_and_leads_out_of_the_menu(stage):
    stage.press("Call")
    stage.type("4663")
    assert stage.page.people.model.row_at(0).sub == "No callflow: nobody is reached"
    stage.type("#")
    assert stage.state == "The caller leaves the menu"


def test_all_directories_have_no_menu(stage):
    stage.page.show_snapshot(snapshot_of(ALL_DIRECTORIES))
    assert stage.page.empty.isVisible()
    assert "have no menu" in stage.page.empty.accessibleName()
    stage.page.show_snapshot(snapshot_of())
    stage.until(stage.page.handset.isVisible)


def test_a_member_without_a_name_breaks_the_menu_for_everybody(stage):
    people = (*PEOPLE, Entry("u9", "", "Nameless", "cf9", "2099"))
    stage.page.show_snapshot(snapshot_of(people=people, at=datetime(2026, 1, 2, tzinfo=UTC)))
    stage.until(lambda: stage.page.run.menu is not None and len(stage.page.run.menu.listing.entries) == 4)
    stage.press("Call")
    assert stage.state == "The menu breaks off"
    assert "Nameless" in stage.page.handset.detail.text()


def test_a_call_going_on_stays_when_the_directory_is_fetched_again(stage):
    stage.press("Call")
    stage.type("52")
    stage.page.show_snapshot(snapshot_of(people=PEOPLE[:1], at=datetime(2026, 1, 2, tzinfo=UTC)))
    stage.until(lambda: len(stage.page.run.menu.listing.entries) == 1)
    assert stage.state == "Collecting keys: 5-2"
    stage.page.show_signed_out()
    assert stage.page.run.handset is None
    assert stage.page.empty.isVisible()


def test_a_hidden_page_waits(stage):
    stage.press("Call")
    stage.page.hide()
    assert stage.page.run.is_paused
    stage.page.show()
    stage.press("Go on")
    assert not stage.page.run.is_paused


def test_a_call_waits_where_it_was_when_the_computer_has_slept(stage):
    stage.press("Call")
    stage.type("52")
    stage.pass_time(0.5)
    stage._now[0] += 3_600
    stage.until(lambda: stage.page.run.is_paused)
    assert stage.state == "Collecting keys: 5-2"
    assert stage.page.handset.ring.left_ms == 1_500
    stage.press("Go on")
    stage.pass_time(1.6)
    assert stage.state == "Result 1 of 2: Laura Katz"


def test_enter_presses_the_button_that_has_the_keyboard(stage, qtbot):
    stage.choose("Speed", "At once")
    QTest.keyClick(stage.page, Qt.Key.Key_Return)
    stage.type("52#21")
    back, replay = stage.button("Step back"), stage.button("Replay")
    back.setFocus()
    QTest.keyClick(back, Qt.Key.Key_Return)
    assert stage.state == "Result 2 of 2: Kaspar Lau"
    stage.type("1")
    made = stage.heard
    replay.setFocus()
    QTest.keyClick(replay, Qt.Key.Key_Return)
    assert stage.heard == made
    reached = stage.button("Open on the desk")
    reached.setFocus()
    with qtbot.waitSignal(stage.page.personWanted) as wanted:
        QTest.keyClick(reached, Qt.Key.Key_Return)
    assert wanted.args == ["u2"]


# --- scenarios and recordings


def chosen(stage, title, path):
    """Answer the file dialog that is open."""
    stage.until(lambda: any(one.isVisible() for one in stage.page.findChildren(QFileDialog)))
    dialog = next(one for one in stage.page.findChildren(QFileDialog) if one.isVisible())
    assert dialog.windowTitle() == title
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_a_call_is_saved_twice_and_loaded(stage, tmp_path):
    file = tmp_path / "sales.caller.toml"
    stage.choose("Speed", "At once")
    stage.choose("Menu", "KAZOO 5")
    stage.press("Call")
    stage.type("52#21")
    for count in (1, 2):
        stage.press("Save as a scenario…")
        chosen(stage, "Save as a scenario", file)
        stage.until(lambda count=count: file.exists() and len(read_scenario(file).callers) == count and stage.told)
    assert [one.name for one in read_scenario(file).callers] == [
        "52#21 reaches Kaspar Lau",
        "52#21 reaches Kaspar Lau (2)",
    ]
    assert "namedial simulate sales.caller.toml" in stage.told
    stage.choose("Menu", "KAZOO 4")
    stage.page.run.forget()
    stage.page._choose_profile()
    stage.press("Load a scenario…")
    chosen(stage, "Load a scenario", file)
    stage.until(lambda: stage.state == "Connected to Kaspar Lau, 2059")
    assert stage.page.profile.name == "KAZOO 5"


def test_a_file_of_something_else_is_told(stage, tmp_path):
    file = tmp_path / "x.caller.toml"
    file.write_text('directory = "Sales"\n[[caller]]\nname = "x"\nkyes = "5"\n', encoding="utf-8")
    stage.press("Load a scenario…")
    chosen(stage, "Load a scenario", file)
    stage.until(lambda: 'Did you mean "keys"?' in stage.told)


no_sound_system = pytest.mark.qt_log_ignore("pipewire|PulseAudio|No audio device", extend=True)
"""Qt tells of it when it is first asked for a voice."""


def wav(file, ms):
    with wave.open(str(file), "wb") as sound:
        sound.setparams((1, 2, 8_000, 0, "NONE", ""))
        sound.writeframes(b"\0\0" * (8 * ms))


@no_sound_system
def test_recordings_last_as_long_as_they_are(stage, tmp_path):
    wav(tmp_path / "dir-enter_person_name.wav", 700)
    wav(tmp_path / "laura KATZ.wav", 300)
    (tmp_path / "broken.wav").write_bytes(b"no sound")
    stage.press("Folder of recordings…")
    chosen(stage, "Folder of recordings", tmp_path)
    stage.until(lambda: "2 recordings are played from the next call on. Not readable: broken.wav." in stage.told)
    recordings = stage.page.run.recordings
    assert recordings.length_ms(Item("prompt", "dir-enter_person_name")) == 700
    assert recordings.length_ms(Item("tts", "Laura Katz")) == 300
    empty = tmp_path / "empty"
    empty.mkdir()
    stage.press("Folder of recordings…")
    chosen(stage, "Folder of recordings", empty)
    stage.until(lambda: "There is no recording in empty." in stage.told)


@no_sound_system
def test_without_a_voice_it_is_said_in_a_line(qapp):
    voice = Voice(engines=())
    assert voice.switch(True).startswith("There is no voice on this computer")
    voice.follow(Playing(Item("prompt", "dir-found"), 0, 1_000))
    assert voice.switch(False) == ""


@no_sound_system
def test_a_voice_says_what_plays_until_it_is_cut(qapp):
    voice = Voice(engines=("mock",))
    playing = Playing(Item("tts", "Laura Katz"), 0, 800)
    voice.follow(playing)
    assert voice.aloud == ""
    assert voice.switch(True) == ""
    voice.follow(playing)
    assert voice.aloud == "Laura Katz"
    voice.follow(None)
    assert voice.aloud == ""
    assert voice.recordings == Recordings()


@no_sound_system
def test_recordings_are_played_as_fast_as_the_call_runs(qtbot, tmp_path):
    wav(tmp_path / "dir-found.wav", 1_000)
    voice = Voice(engines=("mock",))
    voice.recordings = read_recordings(tmp_path)
    voice.switch(True)
    playing = Playing(Item("prompt", "dir-found"), 0, 1_000)
    voice.follow(playing, 5.0)
    qtbot.waitUntil(lambda: voice.sounding_at == 5.0, timeout=5_000)
    voice.follow(playing, 2.0)
    assert voice.sounding_at == 2.0
    voice.follow(Playing(Item("prompt", "dir-no_more_results"), 1_000, 2_000), 5.0)
    assert (voice.sounding_at, voice.aloud) == (0.0, "")  # no voice says it so fast


@no_sound_system
@pytest.mark.parametrize("as_file", [True, False], ids=["a file", "as it came from KAZOO"])
def test_a_recording_goes_on_from_where_the_call_stopped(qtbot, tmp_path, as_file):
    wav(tmp_path / "dir-found.wav", 60_000)
    sound = (tmp_path / "dir-found.wav").read_bytes()
    voice = Voice(engines=())
    voice.recordings = (
        read_recordings(tmp_path) if as_file else Recordings({"dir-found": Recorded(60_000, sound=sound)})
    )
    voice.switch(True)
    playing = Playing(Item("prompt", "dir-found"), 1_000, 61_000)
    for at_ms, earliest_ms in ((1_040, 0), (21_000, 20_000), (41_000, 40_000), (11_000, 10_000)):
        voice.follow(playing, 1.0, at_ms)
        qtbot.waitUntil(lambda low=earliest_ms: low < voice._sound.position() < low + 10_000, timeout=10_000)
        voice.follow(None)
        assert voice.sounding_at == 0.0


@no_sound_system
def test_a_voice_goes_on_with_the_words_that_are_left(qapp):
    item = Item("prompt", "dir-enter_person_name")
    playing = Playing(item, 1_000, 1_000 + spoken_ms(item))
    voice = Voice(engines=("mock",))
    voice.switch(True)
    words = {}
    for at_ms in (1_040, 2_426, 4_300, 4_600):
        voice.follow(playing, 1.0, at_ms)
        words[at_ms] = voice.aloud
        voice.follow(None)
    assert words == {
        1_040: "Please enter the first few letters of the person's name.",
        2_426: "few letters of the person's name.",
        4_300: "name.",
        4_600: "",
    }
    voice.follow(playing, 5.0, 2_000)
    assert voice.aloud == ""
    voice.follow(playing, 1.0, 2_426)
    assert voice.aloud == "few letters of the person's name."


@no_sound_system
def test_a_call_that_is_paused_goes_on_with_its_times(stage):
    stage.page.voice.engines = ("mock",)
    stage.press("Speak prompts")
    stage.press("Call")
    stage.pass_time(0.1)
    stage.pass_time(1.4)
    assert stage.page.voice.aloud == PROMPT_WORDS["dir-enter_person_name"]
    stage.press("Pause")
    assert stage.page.voice.aloud == ""
    stage._now[0] += 60
    stage.press("Go on")
    assert PROMPT_WORDS["dir-enter_person_name"].endswith(f" {stage.page.voice.aloud}")
    for _ in range(2):
        stage.pass_time(4)
    prompts = [heard for heard in stage.page.run.handset.call.heard if heard.item.kind == "prompt"]
    assert [(prompt.start_ms, prompt.end_ms) for prompt in prompts[:2]] == [(50, 3_660), (5_710, 9_320)]


def test_time_runs_faster_stands_and_is_set():
    now = [0.0]
    tempo = Tempo(lambda: now[0])
    tempo.go()
    now[0] = 1.0
    tempo.set_speed(5)
    now[0] = 2.0
    assert tempo.now_ms == 6_000
    tempo.stand()
    now[0] = 9.0
    assert (tempo.now_ms, tempo.runs) == (6_000, False)
    tempo.set(10)
    tempo.go()
    now[0] = 10.0
    assert tempo.now_ms == 5_010


@pytest.mark.parametrize("theme", list(Theme))
@pytest.mark.parametrize("size", [(1190, 730), (810, 540)])
def test_the_page_is_drawn_in_every_theme_and_size(stage, look, theme, size):
    look.choose(theme)
    stage.page.resize(*size)
    stage.press("Call")
    stage.type("52#")
    assert stage.page.size().toTuple() == size
    assert stage.page.heard.isVisible()
    assert not stage.page.grab().isNull()


def test_recorded_names_are_told_from_spoken_ones(desk, sandbox):
    QTest.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    desk.desk.directories.setCurrentIndex(desk.desk.directories.findText("Night Desk"))
    page = desk.window.findChild(MenuPage)
    desk.until(lambda: page.run.menu is not None and page.run.menu.directory.name == "Night Desk")
    page.handset.speed.setCurrentIndex(page.handset.speed.findText("At once"))
    QTest.keyClick(page, Qt.Key.Key_Return)
    QTest.keyClicks(page, "22537#")
    rows = [page.heard.model.row_at(row) for row in range(page.heard.model.rowCount())]
    assert [_bare(row.text) for row in rows if row.sub == "name, recorded"] == ["“Bob Baker”"]
    assert page.people.model.row_at(0).sub == "2002 · recorded name"


@no_sound_system
def test_a_name_recorded_in_kazoo_is_fetched_and_heard(desk):
    desk.desk.directories.setCurrentIndex(desk.desk.directories.findText("Night Desk"))
    desk.until(lambda: desk.desk.snapshot and desk.desk.snapshot.directory.name == "Night Desk")
    QTest.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.findChild(MenuPage)
    page.voice.engines = ()
    desk.until(lambda: page.run.menu is not None)
    desk.press("Speak prompts", page)
    desk.until(lambda: page.run.recordings.found)
    name = page.run.menu.listing.spoken(0)
    assert (name.kind, name.says, page.run.recordings.length_ms(name)) == ("play", "Bob Baker", 900)
    page.voice.follow(Playing(name, 0, 900), 1.0)
    desk.until(lambda: page.voice.sounding_at == 1.0)


def test_when_it_is_not_known_whose_names_are_recorded_all_are_spoken(desk, sandbox):
    desk.desk.directories.setCurrentIndex(desk.desk.directories.findText("Night Desk"))
    desk.until(lambda: desk.desk.snapshot and desk.desk.snapshot.directory.name == "Night Desk")
    sandbox.faults.answer(403, times=100, on="/users")
    QTest.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.findChild(MenuPage)
    desk.until(lambda: page.run.menu is not None)
    assert page.run.menu.listing.recorded == {}
    assert "all of them are spoken here" in page.banner.accessibleName()


def test_what_is_saved_in_the_window_passes_namedial_simulate(desk, tmp_path):
    desk.desk.directories.setCurrentIndex(desk.desk.directories.findText("Sales"))
    desk.until(lambda: desk.desk.snapshot and desk.desk.snapshot.directory.name == "Sales")
    QTest.keyClick(desk.window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    page = desk.window.findChild(MenuPage)
    desk.until(lambda: page.isVisible() and page.run.menu is not None)
    QTest.keyClick(page, Qt.Key.Key_Return)
    QTest.keyClicks(page, "528#")
    assert page.run.handset.end.entry.number == "2058"
    file = tmp_path / "mine.caller.toml"
    page.scripts.save(str(file))
    desk.until(file.exists)
    command = [sys.executable, "-m", "app", "simulate", "--sample", file]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, "1 passed, 0 failed" in done.stdout) == (0, True)
    page.people.open.click()
    assert desk.desk.isVisible()
    assert desk.desk.people.current().number == "2058"
