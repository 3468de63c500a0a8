"""Words that say which way, each with its opposites, in both languages: 低い stands against "higher" as "lower" does."""

import re
from collections import defaultdict
from functools import lru_cache

from kaas.answering.checking.spotting import latin, others

# A name, then the words of one way, then those of the other; each an expression. Latin ones are whole words.
TABLE = """
height
+ high(?:er|est|ly)? above upper top more greater greatest larger? largest bigger increas\\w*
+ ris(?:e|es|en|ing) rose gr(?:ow|ows|owth|ew)
+ doubl\\w* 倍増 昇圧 rais\\w* exceed\\w* over heavier wide(?:r|st|n\\w*)? broad(?:er|est)? strong(?:er|est)? improv\\w*
+ better best
+ 以上 高[いくかまめさ] 高温 高圧 上回 超え[るたて] 増[加えやし大] 大き 大幅 多[いくかめ] 上昇 拡大 改善 向上 優れ
+ 広[いくがめ] 強[いくまか] 上げ 上が 超過
- low(?:er|est|ered|ers|ering)? below under beneath bottom less fewer fewest smaller smallest small
- least decreas\\w* reduc\\w*
- f[ae]ll(?:s|en|ing)? drop\\w* declin\\w* shr[aiu]nk\\w* diminish\\w* lighter narrow\\w*
- weak(?:er|est)? worse\\w* worst deteriorat\\w*
- degrad\\w* halv\\w* 降圧
- 以下 低[いくかまめさ下減温圧] 下回 減[少りるらっ] 小さ 少な 下降 縮小 悪[いくか化] 劣[るっ化] 弱[いくまか]
- 狭[いくまめ] 下げ 下が 抑え
time
+ before beforehand prior preced\\w* earlier early earliest ahead advance
+ (?<![午以直手])前(?=[にのまでもは、。か]) 以前 早[いくめ] 早期 先立
- behind delay\\w* after afterwards thereafter following subsequent\\w* later late latest since
- 後(?=[にのでもは、。まか]|\\d) 以後 以降 あと[にでの] 遅[いくれ] してから
length
+ long(?:er|est)? lengthen\\w* 長[いくかさ] 延長 伸[びば]
- short(?:er|est|ened)? 短[いくか縮]
speed
+ fast(?:er|est)? quick(?:er|est|ly)? accelerat\\w* 速[いくま] 加速
- slow(?:er|est|ly|ed)? 遅[いく] 減速
thickness
+ thick(?:er|est)? 厚[いくか]
- thin(?:ner|nest)? 薄[いくか]
extreme
+ maximum max largest highest longest greatest upper 最大 最高 最長 最多 上限
- minimum min smallest lowest shortest least lower 最小 最低 最短 最少 下限
place
+ inside inner inward internal 社内 内側 内部 範囲内
- outside outer outward external 社外 外側 外部 範囲外
content
+ includ\\w* contain\\w* compris\\w* 含[むまみめん] 備え
- exclud\\w* omit\\w* except 除[くきい外] 省[くき]
heat
+ heat(?:ed|ing|s)? warm(?:ed|ing|s|er)? hot(?:ter)? 加熱 昇温 暖 熱[いく]
- cool(?:ed|ing|s|er)? cold(?:er)? chill\\w* 冷却 降温 冷[たやえ]
course
+ beg[iau]n\\w* start(?:s|ed|ing)? commenc\\w* open(?:s|ed)? 開始 始[まめ] 着手
- ends? ended ending stop(?:s|ped)? finish\\w* expir\\w* clos(?:e|es|ed) terminat\\w* 終了 終わ 満了
- 停止 中止 やめ
keeping
+ keep(?:s|ing)? kept maintain\\w* retain\\w* remain(?:s|ed)? 保存 保管 維持 保[ちつ] 残[りるす] 残っ
- thrown\\saway throws?\\saway replac\\w* remov\\w* delet\\w* discard\\w* lost los[et]s? abandon\\w* 置き換 取り除 削除 廃棄
- 失[いわっ] 放棄
charge
+ charg(?:e|ed|ing|es) (?<!放)充電
- discharg\\w* 放電
pole
+ positive cathode 正極 正の
- negative anode 負極 負の
rank
+ major primary 主要 主な
- minor secondary 副次 軽微
home
+ domestic\\w* 国内
- abroad foreign overseas 外国 海外 国外
often
+ always 常に いつも
- sometimes occasionally rarely seldom 時々 まれに
hand
+ receiv\\w* import\\w* bought buy\\w* purchas\\w* input 受領 受け取 輸入 購入 入力
- sen[dt]\\w* deliver\\w* export\\w* sold sell\\w* output 送付 送っ 納入 輸出 販売 出力
duty
+ must shall required obligatory mandatory しなければならない 必須 義務
- optional\\w* voluntar\\w* 任意 随意
presence
+ with あり 有り
- without なし 無し
order
+ first 最初 第一(?!号) 第1(?![\\d回])
- last final(?:ly)? 最後 最終
deadline
+ latest 遅くとも
- earliest 早くとも
degree
+ slight(?:ly)? わずか 少し やや 若干
- greatly strongly 大幅 著し
date
+ postpon\\w* put\\soff 延期
- brought\\sforward brings?\\sforward 前倒し
need
+ needed necessary 必要 要する
- unnecessary unneeded 不要
phase
+ solid 固体 固相
- liquid 液体 液相
conduction
+ conduct(?:s|ive|or|ing) 導電 導体
- insulat\\w* 絶縁
reaction
+ exothermic 発熱
- endothermic 吸熱
wetting
+ hydrophilic 親水
- hydrophobic 疎水 撥水
sight
+ transparent 透明
- opaque 不透明
lie
+ parallel 平行 並列
- perpendicular orthogonal series 垂直 直交 直列
half way across
+ diameters? 直径
- radius radii 半径
day
+ daytime 昼間 日中
- night(?:s|time)? 夜間 毎晩
hand side
+ left 左
- right 右
solubility
+ やすい やすく
- にくい にくく
span
+ 延[ばびべ] 伸ば
- 縮[めみむ]
rule
+ allowed allows permitted 許可
- banned bans prohibited forbidden 禁止 禁じ
switch
+ switch(?:es|ed)?\\son turn(?:s|ed)?\\son 作動 起動 (?<![ァ-ヶー])オン(?![ァ-ヶー])
- switch(?:es|ed)?\\soff turn(?:s|ed)?\\soff (?<![ァ-ヶー])オフ(?![ァ-ヶー])
breaks
+ continuous\\w* uninterrupted\\w* (?<!不)連続 常時
- intermittent\\w* 間欠 断続
form
+ as\\samended in\\samended 訂正後 補正後 訂正された
- as\\sgranted as\\sfiled unamended 訂正前 補正前 登録時 出願時
stream
+ upstream 上流
- downstream 下流
"""
# The same for words that a denial turns round: not accepted is rejected.
TURNED_BY_DENIAL = """
consent
+ accept(?:s|ed|able)? approv\\w* adopt\\w* pass(?:es|ed) grant(?:s|ed) met meets? reach(?:ed|es)?
+ achiev\\w* satisf\\w* allow\\w* permit\\w* select(?:s|ed)? chosen? chose
+ releas\\w* 受け入れ confirm\\w* succeed\\w* (?<!不)承認 (?<!不)採用 (?<!不)合格 達[成しす] 届[いくか] 満足 満た 認め
+ 許可 許す 承諾 同意
- declin(?:es|ed)(?!\\s(?:by|from|to|at|in|with|over|after)\\b)
- reject\\w* refus\\w* fail(?:s|ed|ure)?(?!\\sto) denied deny miss(?:es|ed) withdr[ae]w\\w* disallow\\w*
- 却下 拒絶 不採用 不承認 不合格 未達 棄却 拒否 廃止 失敗
quality
+ good stable safe reliab\\w* success\\w* 良好 (?<!不)安定 安全
- bad poor unstable unsafe dangerous unreliab\\w* unsuccess\\w* 不良 不安定 危険
standing
+ maintain(?:s|ed)? upheld in\\sforce 維持 存続
- revok\\w* revocation cancel\\w* invalidated annulled lapsed 取り消[さしす] 取消 無効と[さしなす] 無効に[さしなす]
case
+ success\\w* succeed\\w* affirmed sustained won wins 認容 勝訴 成功
- reject\\w* dismiss\\w* unsuccess\\w* overturned fail(?:s|ed|ure)?(?!\\sto) 棄却 却下 敗訴 失敗
likeness
+ same equal(?:ly|s)? identical\\w* unchanged alike 同じ 同一 等し (?<!不)一致 同様
- different\\w* differ(?:s|ed|ing)? unequal dissimilar 異な 違[いうっ] 不一致 相違
"""

AHEAD = re.compile(r"\(\?!.*")  # what an expression looks ahead for
BEFORE = re.compile(r"\(\?<!.*?\)")  # and what must not stand before it
Pair = tuple[re.Pattern[str], re.Pattern[str]]
Way = tuple[str, bool]  # the name of a pair, and whether the first of it is meant


def _read(table: str) -> dict[str, Pair]:
    """Each pair of opposites by its name, both ways as one expression."""
    found: dict[str, dict[str, list[str]]] = {}
    name = ""
    for line in table.strip().split("\n"):
        if line[0] in "+-":
            found[name][line[0]] += line[2:].split()
        else:
            name = line
            found[name] = {"+": [], "-": []}
    return {name: (_any(sides["+"]), _any(sides["-"])) for name, sides in found.items()}


def _any(expressions: list[str]) -> re.Pattern[str]:
    latin = [one for one in expressions if one[0].isascii() and one[0].isalpha()]
    others = [one for one in expressions if one not in latin]
    whole = [rf"(?i:\b(?:{'|'.join(latin)})\b)"] if latin else []
    return re.compile("|".join([*whole, *others]))


def _read_signs(table: str) -> dict[Way, tuple[re.Pattern[str], frozenset[str]]]:
    """What each Latin word of a way is or begins with, and with which character the others begin."""
    found: dict[Way, list[str]] = defaultdict(list)
    name = ""
    for line in table.strip().split("\n"):
        if line[0] in "+-":
            found[name, line[0] == "+"] += line[2:].split()
        else:
            name = line
    return {way: _signs(expressions) for way, expressions in found.items()}


def _signs(expressions: list[str]) -> tuple[re.Pattern[str], frozenset[str]]:
    latin_ones = [one for one in expressions if one[0].isalpha() and one[0].isascii()]
    words = [AHEAD.sub("", one).split(r"\s")[0] for one in latin_ones]
    characters = frozenset(BEFORE.sub("", one)[0] for one in expressions if one not in latin_ones)
    return re.compile("|".join(words) or "(?!)"), characters


OPPOSITES = _read(TABLE)
COMPARABLE = ("height", "length", "speed", "thickness", "heat")  # in what one thing is more than another
MORE, LESS = (
    re.compile("|".join(f"(?:{OPPOSITES[name][side].pattern})" for name in COMPARABLE)) for side in (0, 1)
)
DENIABLE = _read(TURNED_BY_DENIAL)
_SIGNS = _read_signs(TABLE) | _read_signs(TURNED_BY_DENIAL)
_ANY_WORD = re.compile("|".join(words.pattern for words, _ in _SIGNS.values()))
_OF_CHARACTER = {
    one: [way for way, (_, characters) in _SIGNS.items() if one in characters]
    for one in frozenset[str]().union(*(characters for _, characters in _SIGNS.values()))
}
_PAIRS = OPPOSITES | DENIABLE


@lru_cache(maxsize=1024)
def may_hold(text: str) -> frozenset[Way]:
    """The ways of which a text may hold a word; no other need be looked for."""
    found = {way for word in latin(text) for way in _ways_of(word)}
    found.update(way for one in others(text) & _OF_CHARACTER.keys() for way in _OF_CHARACTER[one])
    return frozenset(found)


@lru_cache(maxsize=1024)
def ways_of(text: str) -> frozenset[Way]:
    """The names of the pairs of which a text holds a word, each with whether it is of the first way."""
    return frozenset((name, up) for name, up in may_hold(text) if _PAIRS[name][not up].search(text))


@lru_cache(maxsize=1 << 14)
def _ways_of(word: str) -> tuple[Way, ...]:
    """The ways that have a word which is this or begins with it."""
    if not _ANY_WORD.fullmatch(word):
        return ()
    return tuple(way for way, (words, _) in _SIGNS.items() if words.fullmatch(word))
