"""Reading YAML: what is no scenario file is refused with one sentence that says what it is, and where."""

import pytest

from experiments.yaml_file import read_yaml
from sim.errors import InputError


def refused(path):
    with pytest.raises(InputError) as error:
        read_yaml(path)
    return str(error.value)


def test_a_block_of_keys_is_read_with_its_types(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: [1, 0.5, yes, ~, '10:00']\nb: &b {c: 业务}\nd: *b\n", encoding="utf-8")

    assert read_yaml(path) == {"a": [1, 0.5, True, None, "10:00"], "b": {"c": "业务"}, "d": {"c": "业务"}}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", " is empty; expected a scenario: name, title, institution, demand, designs, baseline."),
        ("# a comment\n", " is empty; expected a scenario: name, title, institution, demand, designs, baseline."),
        ("- a\n- b\n", " holds a list; expected a block of keys such as name, title, designs."),
        ("hello\n", " holds a mere text; expected a block of keys such as name, title, designs."),
        ("a: 1\nb: {c: 1,, d: 2}\n", ", line 2: expected the node content, but found ','."),
        ("a: 1\nb\nc: 2\n", ", line 2: could not find expected ':'."),
        ("a:\n\tb: 1\n", ", line 2: found character '\\t' that cannot start any token."),
        ("a: 1\n---\nb: 2\n", ", line 2: expected a single document in the stream but found another document."),
        ("a: 1\nb: 2\na: 3\n", ", line 3: key 'a' is given twice."),
        ("a:\n  x: {by: 1, by: 2}\n", ", line 2: key 'by' is given twice."),
        ("a: 1\nb: \x07\n", ", line 2: it holds a character that YAML does not allow."),
        ("a: &x [1, *x]\n", ", line 1: found unconstructable recursive node."),
        ("a: !!python/object:os.system x\n",
         ", line 1: could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system'."),
    ],
)  # fmt: skip
def test_what_is_no_scenario_is_told(tmp_path, content, told):
    path = tmp_path / "mine.yaml"
    path.write_text(content, encoding="utf-8")

    assert refused(path) == f"{path}{told}"


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_another_encoding_is_told(tmp_path, encoding):
    path = tmp_path / "mine.yaml"
    path.write_bytes("title: 小局\n".encode(encoding))

    assert refused(path) == f"{path} is not UTF-8 text (GBK, perhaps); save it as UTF-8."


def test_what_is_no_file_is_told(tmp_path):
    assert refused(tmp_path) == f"{tmp_path} is a folder; expected a scenario file."
    assert refused(tmp_path / "no.yaml") == f"{tmp_path / 'no.yaml'} does not exist; expected a scenario file."
    within = tmp_path / "a.yaml" / "b.yaml"
    within.parent.write_text("a: 1", encoding="utf-8")
    assert refused(within) == f"{within} cannot be read: Not a directory."


def test_merged_blocks_may_say_a_key_again(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("base: &base {x: 1, y: 2}\nmine:\n  <<: *base\n  y: 3\n", encoding="utf-8")

    assert read_yaml(path)["mine"] == {"x": 1, "y": 3}
