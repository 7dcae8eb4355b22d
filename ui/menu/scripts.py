"""Calls that make themselves: keys typed in one go, calls made before, scenarios; and calls written down as one."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.directory import display_name, plain
from app.problem import Problem
from app.scenario import HANG_UP, SUFFIX, Act, Caller, Done, KeyingError, Recordings, Scenario, play, read_acts
from ui.core import Core
from ui.menu.heard_card import HeardCard
from ui.menu.run import Run
from ui.theme import Tone

__all__ = ["Scripts"]

_FILTER: Final = f"Scenarios (*{SUFFIX})"


class Scripts(QObject):
    """What the buttons below the list do."""

    told = Signal(Problem, Tone)
    recorded = Signal(object)
    """The `Recordings` to play from now on."""
    profileWanted = Signal(str)  # noqa: N815 - Qt's way of naming signals
    """A scenario is for the menu of this name."""

    def __init__(self, core: Core, run: Run, card: HeardCard, window: QWidget) -> None:
        super().__init__(window)
        self._core = core
        self._run = run
        self._card = card
        self._window = window
        self._callers: tuple[Caller, ...] = ()
        self._file = ""
        self.directories: list[str] = []
        card.play.clicked.connect(self.play_typed)
        card.keys.returnPressed.connect(self.play_typed)
        card.replay.clicked.connect(run.replay)
        card.save.clicked.connect(self.choose_file)
        card.load.clicked.connect(self.choose_scenario)
        card.callers.activated.connect(self._play_caller)

    def forget(self) -> None:
        """Nothing loaded, nobody's directories."""
        self._callers, self._file, self.directories = (), "", []
        self._card.callers.clear()
        self._card.callers.hide()
        self._card.keys.clear()

    def play_typed(self) -> None:
        """Play the keys typed, from the beginning of a call."""
        try:
            acts = read_acts(self._card.keys.text().strip())
        except KeyingError as refused:
            self.told.emit(Problem(f"{refused.wrong}.", refused.hint), Tone.WARN)
            return
        self._play(acts, hangs_up=False)

    def choose_file(self) -> None:
        """Ask where to write the call that is over."""
        dialog = QFileDialog(self._window, "Save as a scenario", self._file or f"menu{SUFFIX}", _FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)  # a caller is added to a file that is there
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, path: str) -> None:
        """Write the call that is over to this file."""
        handset = self._run.handset
        if handset is None or handset.end is None:
            return
        directory = handset.menu.directory
        name = plain(directory.name)
        is_told_apart = directory.name == name and self.directories.count(name) <= 1 and bool(name)
        self._file = path if path.endswith(SUFFIX) else f"{path.removesuffix('.toml')}{SUFFIX}"
        whom = display_name(handset.end.entry) if handset.end.entry else ""
        called = plain(f"{_keys_of(handset.done)} {handset.end.how} {whom}")
        wanted = name if is_told_apart else directory.id
        request = self._core.keep_caller(self._file, called, wanted, handset, self)
        request.succeeded.connect(self._saved)
        request.failed.connect(self._warn)

    def choose_scenario(self) -> None:
        """Ask for a scenario to play."""
        dialog = QFileDialog(self._window, "Load a scenario", str(Path(self._file).parent), _FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.load)
        dialog.open()

    def load(self, path: str) -> None:
        """Read this scenario and offer its callers."""
        request = self._core.read_scenario(path, self)
        request.succeeded.connect(self._loaded)
        request.failed.connect(self._warn)

    def choose_recordings(self) -> None:
        """Ask for a folder of recordings."""
        dialog = QFileDialog(self._window, "Folder of recordings")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.read_folder)
        dialog.open()

    def read_folder(self, path: str) -> None:
        """Take the recordings in this folder."""
        request = self._core.read_recordings(path, self)
        request.succeeded.connect(self._take_recordings)
        request.failed.connect(self._warn)

    def _play(self, acts: tuple[Act, ...], *, hangs_up: bool) -> None:
        menu = self._run.menu
        if menu is None:
            return
        played = play(menu, acts, self._run.recordings.length_ms, hangs_up=hangs_up)
        script = [Done(at_ms, key) for at_ms, key in played.pressed]
        outcome = played.call.outcome
        if outcome is not None and outcome.ending == "caller_hangup":
            script.append(Done(outcome.at_ms, HANG_UP))
        self._run.play(tuple(script))

    def _play_caller(self, place: int) -> None:
        caller = self._callers[place]
        self._play(caller.acts, hangs_up=caller.ends == "caller hangs up")

    def _saved(self, caller: Caller) -> None:
        file = Path(self._file).name
        happened = f"Saved as “{caller.name}” in {file}."
        self.told.emit(Problem(happened, f"namedial simulate {file} runs it, and so does pytest."), Tone.INFO)

    def _loaded(self, scenario: Scenario) -> None:
        self._file, self._callers = str(scenario.file), scenario.callers
        self._card.callers.clear()
        for caller in scenario.callers:
            self._card.callers.addItem(caller.name)
        self._card.callers.show()
        self.profileWanted.emit(scenario.profile.name)
        menu = self._run.menu
        if menu is not None and (scenario.inline or scenario.directory not in (menu.directory.name, menu.directory.id)):
            whose = "people of its own" if scenario.inline else f"the directory {plain(scenario.directory)}"
            happened = f"{scenario.file.name} is about {whose}."
            self.told.emit(Problem(happened, "Its callers are played here on the directory that is open."), Tone.INFO)
        self._play_caller(0)

    def _take_recordings(self, recordings: Recordings) -> None:
        count = len(recordings.found)
        broken = f" Not readable: {', '.join(recordings.unreadable)}." if recordings.unreadable else ""
        words = "1 recording is" if count == 1 else f"{count:,} recordings are"
        self.recorded.emit(recordings)
        self.told.emit(Problem(f"{words} played from the next call on.{broken}", ""), Tone.INFO)

    def _warn(self, problem: Problem) -> None:
        self.told.emit(problem, Tone.WARN)


def _keys_of(done: tuple[Done, ...]) -> str:
    return "".join(deed.key for deed in done if deed.key != HANG_UP) or "no keys:"
