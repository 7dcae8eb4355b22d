"""Who works at Sample Company: invented names in many scripts, and one person for each thing that can be odd."""

import unicodedata
from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from attrs import frozen

__all__ = ["BRANCH", "MENU_NUMBERS", "PEOPLE", "Person"]

Callflow: TypeAlias = Literal["live", "none", "deleted"]

MENU_NUMBERS: Final[Mapping[str, str]] = {"Company": "411", "Sales": "412", "Night Desk": "413"}

_COMPANY: Final = ("Company",)
_SALES: Final = ("Company", "Sales")
_NIGHT: Final = ("Company", "Night Desk")


@frozen
class Person:
    """One user; `numbers` are the callflow's where they are not just the extension."""

    extension: int
    first_name: str
    last_name: str
    title: str = ""
    directories: tuple[str, ...] = _COMPANY
    numbers: tuple[str, ...] | None = None
    callflow: Callflow = "live"
    do_not_disturb: bool = False
    username: str | None = None
    has_phone: bool = False
    has_recorded_name: bool = False

    @property
    def all_numbers(self) -> tuple[str, ...]:
        """Return the numbers of this person's callflow, as somebody typed them."""
        return (str(self.extension),) if self.numbers is None else self.numbers


PEOPLE: Final[tuple[Person, ...]] = (
    Person(2001, "Alice", "Archer", "Office Manager", _SALES, username="alice", has_phone=True),
    Person(2002, "Bob", "Baker", "Receptionist", _NIGHT, username="bob", has_phone=True, has_recorded_name=True),
    Person(2003, "Zoë", "Müller", "Head of Sales", _SALES, numbers=("+442079460001", "2003"), has_phone=True),
    Person(2004, "Quinn", "O'Neil", "Account Manager", _SALES),
    Person(2005, "Anne-Marie", "Smith-Jones", "Account Manager", _SALES),
    Person(2006, "José", "García Márquez", "Buyer", numbers=("+442079460006", "2006")),
    Person(2007, "Łukasz", "Żółty", "Warehouse"),
    Person(2008, "Åsa", "Öberg", "Design Lead", do_not_disturb=True),
    Person(2009, "Bjørn", "Ærø"),
    Person(2010, "Şirin", "Çağlar", "Translator"),
    Person(2011, "Dvořák", "Růžena", "Quality"),
    Person(2012, "Þóra", "Jónsdóttir"),
    Person(2013, "Ștefan", "Țurcanu", "Driver"),
    Person(2014, "Maria del Carmen", "de la Cruz", "Legal"),
    Person(2015, "Ανδρέας", "Παπαδόπουλος", "Engineer"),
    Person(2016, "Ελένη", "Κωνσταντίνου"),
    Person(2017, "Иван", "Петров", "Engineer", _SALES),
    Person(2018, "Ольга", "Щербакова", "Accounts"),
    Person(2019, "Ђорђе", "Живковић"),
    Person(2020, "ليلى", "حداد", "Support"),
    Person(2021, "سامي", "الخطيب"),
    Person(2022, "نرگس", "رضایی", "Support"),
    Person(2023, "נועה", "לוי", "Research"),
    Person(2024, "אורי", "כהן"),
    Person(2025, "अनिता", "शर्मा", "Support Lead"),
    Person(2026, "विजय", "कुमार"),
    Person(2027, "สมชาย", "ใจดี", "Factory Contact"),
    Person(2028, "มาลี", "ศรีสุข"),
    Person(2029, "伟", "王", "Factory Contact"),
    Person(2030, "小红", "李"),
    Person(2031, "さくら", "たなか", "Partner Manager", _SALES),
    Person(2032, "ケンジ", "ヤマモト"),
    Person(2033, "太郎", "佐藤", "Partner Manager"),
    Person(2034, "민준", "김", "Engineer"),
    Person(2035, "서연", "박"),
    Person(2036, "Thị Hương", "Nguyễn", "Logistics"),
    Person(2037, "Văn Đức", "Trần"),
    Person(2038, unicodedata.normalize("NFD", "Renée"), unicodedata.normalize("NFD", "Lefèvre"), "Archive"),
    Person(2039, "Chris", "Taylor", "Security", _NIGHT),
    Person(2040, "Chris", "Taylor", "Facilities"),
    Person(2041, "Sunita", "", "Cleaning"),
    Person(2042, "Norbert", "Nullmann", "Temp", callflow="none"),
    Person(2043, "Olive", "Onlydirectory", numbers=()),
    Person(2044, "Greta", "Gonebye", "Left last year", callflow="deleted"),
    Person(2045, "<b>Bold</b>", '& "Co"', "Markup & more"),
    Person(2046, "Dan", "Didonly", numbers=("+442079460046",)),
    Person(2047, "Ian", "McAllister", "Finance", numbers=("2047", "+442079460047")),
    Person(2048, "Ina", "Mac Allister"),
    Person(2049, "Jean-Luc", "d'Arcy", "Kitchen", do_not_disturb=True),
    Person(2050, "Peter", "van der Berg", "Sales Floor", _SALES),
    Person(2051, "Petra", "von Berg"),
    Person(2052, "Ann", "Lee"),
    Person(2053, "Anna", "Leeds", "Payroll"),
    Person(2054, "Annabel", "Leeson", directories=_NIGHT),
    Person(2055, "Front", "Desk 24", "Front desk", _NIGHT, has_phone=True),
    Person(2056, "Tom", "Tester", do_not_disturb=True, directories=("Sales",)),
    Person(2058, "Laura", "Katz", "Reception Lead", _SALES),
    Person(2059, "Kate", "Jensen", "Recruiting"),
    Person(2057, "Una", "Unlisted", directories=()),
    Person(2090, "Benny", "Busy", "Always on the phone", has_phone=True),
    Person(2091, "Nora", "Answer", "Never at her desk", has_phone=True),
    Person(2092, "Dora", "Decline", "Presses decline", has_phone=True),
    Person(2093, "Nick", "Nowhere", "Has no phone"),
)

BRANCH: Final[tuple[Person, ...]] = (
    Person(3001, "Bruno", "Branch", "Branch Manager", ("Branch",)),
    Person(3002, "Carla", "Counter", "Counter", ("Branch",)),
    Person(3003, "Felix", "Field", directories=("Branch",)),
    Person(3004, "Gerda", "Gate", "Reception", ("Branch",)),
)
"""Who works at Sample Branch."""
