import pytest

# So that what it found is told, not only that it found something.
pytest.register_assert_rewrite("tests.browser.looking")
