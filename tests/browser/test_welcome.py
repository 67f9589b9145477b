"""The welcome page's picture, as a browser draws it."""

COVERED = """() => {
  const boxes = (what) => [...document.querySelectorAll(`svg ${what}`)].map((shape) => shape.getBoundingClientRect());
  const apart = (one, other) =>
    one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
  const names = boxes("text.name"), marks = [...boxes(".face"), ...boxes(".open")];
  return names.length < 4 || names.some((name) => marks.some((mark) => !apart(name, mark)));
}"""


def test_no_name_in_the_picture_is_covered(someone):
    page = someone(viewport={"width": 1280, "height": 900})
    page.goto("/welcome/")
    assert not page.evaluate(COVERED)
