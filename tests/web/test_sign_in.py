def test_the_list_of_accounts_signs_in_and_says_who(browser, sign_in_as):
    assert "Correctrice, BTS culture générale" in browser.get("/sign-in").text

    sign_in_as("correctrice-bts")

    assert "Se déconnecter" in browser.get("/sign-in").text
