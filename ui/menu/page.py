"""The page of the caller's menu: the handset, what is heard, who is left, and where the readings part."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.directory import ALL_DIRECTORIES, PROFILES, Profile, Snapshot, digit_of, plain
from app.problem import Problem
from app.scenario import NO_RECORDINGS, KeyingError, Recordings, menu_under
from ui.bridge import Request
from ui.core import Core
from ui.find import EmptyState
from ui.menu.handset_panel import HandsetPanel
from ui.menu.heard_card import HeardCard
from ui.menu.people_left import PeopleLeft
from ui.menu.readings import Readings
from ui.menu.run import AT_ONCE, Run
from ui.menu.scripts import Scripts
from ui.menu.voice import Voice
from ui.menu_requests import MenuMade
from ui.theme import SPACE, Banner, Button, ButtonKind, Combo, ElidedLabel, Look, Tone, enter_presses, tag, text_label

if TYPE_CHECKING:
    from app.desk import SignedIn

__all__ = ["MenuPage"]

_LEFT: Final = 316
_RIGHT: Final = 316
_ROOM_FOR_THREE: Final = 1_060
_SMALLEST: Final = QSize(640, 360)
_FOURTH_COLUMN: Final = "ABCD"
_SHORTCUTS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class MenuPage(QWidget):
    """Works on the snapshot of the directory that is open on the desk, without the network."""

    personWanted = Signal(str)  # noqa: N815 - Qt's way of naming signals

    def __init__(
        self, look: Look, core: Core, clock: Callable[[], float] = time.monotonic, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        tag(self, "window")
        self.setAccessibleName("Caller's menu")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._core = core
        self._made: MenuMade | None = None
        self._in_folder = self._in_kazoo = NO_RECORDINGS
        self._names_asked: object = None
        self._making: Request | None = None
        self._wanted: Snapshot | None = None
        self._is_old = False
        """The menu of the directory that is open is still to be made."""
        self.run = Run(clock, self)
        self.voice = Voice(self)
        self._make_parts(look)
        self._place(look)
        self._connect()
        self.show_snapshot(None)

    @property
    def profile(self) -> Profile:
        """The menu chosen."""
        return next(one for one in PROFILES if one.name == self.profiles.currentData())

    def show_signed_in(self, facts: "SignedIn") -> None:
        """Directories are written into scenarios by their names, where these tell them apart."""
        self.scripts.directories = [plain(one.name) for one in facts.directories]

    def show_signed_out(self) -> None:
        """Nobody's menu is here any more."""
        self.scripts.forget()
        self._in_kazoo, self._names_asked = NO_RECORDINGS, None
        self._use_recordings()
        self.show_snapshot(None)

    def show_snapshot(self, snapshot: Snapshot | None) -> None:
        """Take the menu of this directory; a call that is going on in the same one stays as it is."""
        before, self._wanted = self._wanted, snapshot
        if snapshot is None or before is None or snapshot.directory.id != before.directory.id:
            self._drop()
        elif snapshot.fetched_at == before.fetched_at and self._made is not None:
            return  # only titles are new, which no caller hears
        if snapshot is None or snapshot.directory.id == ALL_DIRECTORIES.id:
            self._say_why_not(snapshot)
            return
        self.name.show_text(plain(snapshot.directory.name) or snapshot.directory.id)
        self._is_old = True
        if self.isVisible():
            self._make(snapshot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: telephone keys and letters are pressed, Backspace steps back, Esc hangs up.

        Enter presses the button that has the keyboard; where none has, it calls.
        """
        key, text = event.key(), event.text()
        if self.stack.currentWidget() is not self.body or event.modifiers() & _SHORTCUTS:
            super().keyPressEvent(event)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not enter_presses(self, event) and not self.run.is_live:
                self._call()
        elif key == Qt.Key.Key_Backspace:
            self.run.step_back()
        elif key == Qt.Key.Key_Escape and self.run.is_live:
            self.run.hang_up()
        elif len(text) == 1 and text.isprintable() and not text.isspace():
            # Shift with A to D are the keys of a telephone's fourth column; other letters are pressed by their digit
            self._press(text if text in _FOURTH_COLUMN else digit_of(text) or text)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: keys go to the handset; a menu is made when somebody looks."""
        super().showEvent(event)
        self.setFocus()
        if self._is_old and self._wanted is not None:
            self._make(self._wanted)

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: nobody listens; a call waits here."""
        self.run.stand_still()
        self.voice.follow(None)
        super().hideEvent(event)

    def minimumSizeHint(self) -> QSize:
        """Qt: two columns; what does not fit below is scrolled."""
        return _SMALLEST

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: where there is no room for three columns, what is heard goes among the pages on the right."""
        super().resizeEvent(event)
        self._arrange()

    def _make_parts(self, look: Look) -> None:
        self.name = ElidedLabel("sub")
        self.profiles = Combo(look, "Menu")
        for one in PROFILES:
            self.profiles.addItem(one.name[:1].upper() + one.name[1:], one.name)
        self.aloud = Button(look, icon="speaker-off", name="Speak prompts", kind=ButtonKind.QUIET)
        self.aloud.setCheckable(True)
        self.sounds = Button(look, icon="directory", name="Folder of recordings…", kind=ButtonKind.QUIET)
        self.banner = Banner(look)
        self.handset = HandsetPanel(look, self.run)
        self.heard = HeardCard(look, self.run)
        self.scripts = Scripts(self._core, self.run, self.heard, self)
        self.people = PeopleLeft(look)
        self.readings = Readings()
        self.empty = EmptyState(look)
        self.tabs = {
            name: Button(look, text, height=SPACE.small_control, kind=ButtonKind.QUIET)
            for name, text in (("heard", "Heard"), ("people", "People left"), ("readings", "Readings"))
        }

    def _place(self, look: Look) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE.s)
        head.addWidget(text_label("title", "Caller's menu"))
        head.addWidget(self.name, 1)
        for part in (self.profiles, self.aloud, self.sounds):
            head.addWidget(part)
        left = tag(QScrollArea(), "plain")
        left.setFixedWidth(_LEFT)
        left.setFrameShape(QFrame.Shape.NoFrame)
        left.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        left.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        left.setWidgetResizable(True)
        left.setWidget(self.handset)
        left.viewport().setAutoFillBackground(False)
        self.handset.setAutoFillBackground(False)
        tabs = QHBoxLayout()
        tabs.setSpacing(SPACE.xs)
        for button in self.tabs.values():
            button.setCheckable(True)
            tabs.addWidget(button)
        tabs.addStretch(1)
        self.side = QStackedWidget()
        self.side.addWidget(self.people)
        self.side.addWidget(self.readings)
        self.right = QFrame()
        right = QVBoxLayout(self.right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(SPACE.s)
        right.addLayout(tabs)
        right.addWidget(self.side, 1)
        self.body = QWidget()
        self.columns = QHBoxLayout(self.body)
        self.columns.setContentsMargins(0, 0, 0, 0)
        self.columns.setSpacing(SPACE.l)
        self.columns.addWidget(left)
        self.columns.addWidget(self.heard, 1)
        self.columns.addWidget(self.right)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.body)
        self.stack.addWidget(self.empty)
        page = QVBoxLayout(self)
        page.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        page.setContentsMargins(SPACE.l, SPACE.m, SPACE.l, SPACE.l)
        page.setSpacing(SPACE.m)
        page.addLayout(head)
        page.addWidget(self.banner)
        page.addWidget(self.stack, 1)
        self._show_tab("people")
        self._arrange()

    def _connect(self) -> None:
        self.run.changed.connect(self._show)
        self.handset.keyed.connect(self._press)
        self.handset.callWanted.connect(self._call)
        self.profiles.currentIndexChanged.connect(self._choose_profile)
        self.aloud.toggled.connect(self._switch_voice)
        self.sounds.clicked.connect(self.scripts.choose_recordings)
        self.people.personWanted.connect(self.personWanted)
        self.scripts.told.connect(self._tell)
        self.scripts.recorded.connect(self._take_recordings)
        self.scripts.profileWanted.connect(self._show_profile)
        for name, button in self.tabs.items():
            button.clicked.connect(self._tab_clicked)
            button.setObjectName(name)

    def _arrange(self) -> None:
        """Three columns, or two."""
        wide = self.width() >= _ROOM_FOR_THREE
        is_beside = self.columns.indexOf(self.heard) >= 0
        self.tabs["heard"].setVisible(not wide)
        self.right.setMinimumWidth(_RIGHT if wide else 0)
        self.right.setMaximumWidth(_RIGHT if wide else 16_777_215)
        if wide and not is_beside:
            self.side.removeWidget(self.heard)
            self.columns.insertWidget(1, self.heard, 1)
            self.heard.show()
            self._show_tab("people")
        elif not wide and is_beside:
            self.columns.removeWidget(self.heard)
            self.side.addWidget(self.heard)
            self._show_tab("heard")

    def _tab_clicked(self) -> None:
        button = self.sender()
        if button is not None:
            self._show_tab(button.objectName())

    def _show_tab(self, name: str) -> None:
        pages: dict[str, QWidget] = {"heard": self.heard, "people": self.people, "readings": self.readings}
        self.side.setCurrentWidget(pages[name])
        for other, button in self.tabs.items():
            button.setChecked(other == name)

    def _make(self, snapshot: Snapshot) -> None:
        self._is_old = False
        if self._making is not None:
            self._making.cancel()
        if self._made is None:
            self.empty.say("keypad", "The menu is being made", "People are sorted as they are read out.")
            self.stack.setCurrentWidget(self.empty)
        self._making = self._core.make_menu(snapshot, self)
        self._making.succeeded.connect(self._take)
        self._making.failed.connect(self.banner.show_problem)

    def _take(self, made: MenuMade) -> None:
        self._making, self._made = None, made
        self._fetch_names()
        if made.unsure is not None:
            self._tell(made.unsure, Tone.WARN)
        self.readings.show_partings(made.partings, has_menu=bool(made.partings))
        self.stack.setCurrentWidget(self.body)
        self._choose_profile()
        if self.isVisible() and self.focusWidget() is None:
            self.setFocus()

    def _choose_profile(self) -> None:
        """The next call gets this menu; a call made already is made again on it, key by key."""
        if self._made is None:
            return
        self.run.menu = menu_under(self._made.menu, self.profile)
        if self.run.handset is not None and self.run.handset.menu.profile is not self.profile:
            self.run.play(self.run.handset.done)
        else:
            self._show()
            self.run.changed.emit()

    def _drop(self) -> None:
        if self._making is not None:
            self._making.cancel()
        self._making = self._made = None
        self._is_old = False
        self.run.forget()
        self.banner.clear()

    def _say_why_not(self, snapshot: Snapshot | None) -> None:
        self.name.show_text("")
        if snapshot is None:
            self.empty.say("keypad", "No directory is open", "Open one on the desk: its menu is here then.")
        else:
            self.empty.say("keypad", "All directories together have no menu", "Choose one directory on the desk.")
        self.stack.setCurrentWidget(self.empty)

    def _call(self) -> None:
        self.handset.refuse("")
        self.banner.clear()
        self.run.call()

    def _press(self, key: str) -> None:
        try:
            pressed = self.run.press(key)
        except KeyingError as refused:
            self.handset.refuse(f"{refused.wrong}. {refused.hint}")
            return
        self.handset.keypad.flash(key)
        self.handset.refuse("" if pressed else "Nobody listens: call first." if not self.run.is_live else _FAREWELL)

    def _show(self) -> None:
        self.people.show_call(self.run.handset)
        is_heard = self.run.speed != AT_ONCE and not self.run.is_paused
        self.voice.follow(self.run.playing if is_heard else None, self.run.speed, self.run.now_ms)

    def _switch_voice(self, on: bool) -> None:
        told = self.voice.switch(on)
        self.aloud.set_face("", "speaker" if on else "speaker-off", "Speak prompts")
        if told:
            self._tell(Problem(told, ""), Tone.INFO)
        self._fetch_names()
        self._show()

    def _take_recordings(self, recordings: Recordings) -> None:
        self._in_folder = recordings
        self._use_recordings()
        self.aloud.setChecked(True)

    def _fetch_names(self) -> None:
        """Names recorded in KAZOO are fetched once for each directory, when they are to be heard."""
        made = self._made
        if made is None or not self.voice.is_on or not made.menu.listing.recorded:
            return
        wanted = made.menu.directory.id, made.menu.listing.recorded
        if self._names_asked == wanted:
            return
        self._names_asked = wanted
        self._core.fetch_names(made.menu, self).succeeded.connect(self._take_names)

    def _take_names(self, names: Recordings) -> None:
        self._in_kazoo = names
        self._use_recordings()

    def _use_recordings(self) -> None:
        self.run.recordings = self.voice.recordings = self._in_folder.with_others(self._in_kazoo)

    def _show_profile(self, name: str) -> None:
        self.profiles.setCurrentIndex(self.profiles.findData(name))

    def _tell(self, problem: Problem, tone: Tone) -> None:
        self.banner.show_problem(problem, tone=tone)


_FAREWELL: Final = "The menu listens no more: it says goodbye."
