import app.sandbox


def test_the_room_offers_what_it_lists():
    assert [name for name in app.sandbox.__all__ if not hasattr(app.sandbox, name)] == []
