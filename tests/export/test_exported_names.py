"""What other rooms may use is what is listed, and no more is needed."""

import types

import app.export


def test_the_list_and_reality_agree():
    public = {
        name
        for name, value in vars(app.export).items()
        if not name.startswith("_") and not isinstance(value, types.ModuleType)
    }
    assert public == set(app.export.__all__)
