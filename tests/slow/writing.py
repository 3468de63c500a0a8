"""Documents and questions made by chance from few words, so that they are about the same things and weigh on one another."""

import random
from pathlib import Path

ENGLISH = """bead separator electrolyte zirconia coating thickness drift meter amplitude offset laser binder interface
resistance gradient porosity ceramic slurry anode lattice quenching solvent torque gauge relay damping"""
JAPANESE = """界面抵抗 セパレータ 電解質 校正係数 干渉計 流量 温度 測定 粒子 塗布 厚さ 勾配 均一 短絡 膜厚 試料 誤差 振幅
加圧力 結着材 空孔率"""
WORDS = {"en": ENGLISH.split(), "ja": JAPANESE.split()}
STRANGE = ["xylophone", "quokka", "Zaragoza", "隕石", "蜃気楼", "ΔE-99", "0.0173", "７７７", "kryptonite-4"]
NUMBERS = ["US19087456B2", "US19204511B2", "JP2026-991204", "BOR-TR-118", "LN-21"]


class Writer:
    """Draws sentences, files and questions from dice."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self.written = 0

    def word(self, language: str) -> str:
        where = self.dice.choices([WORDS[language], STRANGE, NUMBERS], (12, 1, 1))[0]
        return self.dice.choice(where)

    def sentence(self, language: str) -> str:
        words = [self.word(language) for _ in range(self.dice.randint(4, 14))]
        if language == "ja":
            return "".join(word + self.dice.choice("のはがをにで") for word in words) + "した。"
        return f"The {' '.join(words)} of {self.dice.randint(1, 99) / 10} mm."

    def paragraph(self, language: str) -> str:
        between = "" if language == "ja" else " "
        return between.join(self.sentence(language) for _ in range(self.dice.randint(1, 5)))

    def document(self, title: str = "") -> str:
        """A Markdown file; its title is drawn unless one is given."""
        language = self.dice.choice(["en", "ja"])
        self.written += 1
        title = title or f"{self.word(language)} {self.word(language)} {self.written}"
        parts = [f"# {title}"]
        for number in range(self.dice.randint(1, 4)):
            parts.append(f"## {number + 1}. {self.word(language)}")
            parts += [self.paragraph(language) for _ in range(self.dice.randint(1, 3))]
        return "\n\n".join(parts) + "\n"

    def question(self) -> str:
        language = self.dice.choice(["en", "ja"])
        words = [self.word(language) for _ in range(self.dice.randint(1, 6))]
        return "の".join(words) + "は？" if language == "ja" else f"What {' '.join(words)}?"


def write(folder: Path, name: str, content: str | bytes) -> Path:
    """A file with that content."""
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def title_of(document: str) -> str:
    return document.partition("\n")[0].removeprefix("# ")
