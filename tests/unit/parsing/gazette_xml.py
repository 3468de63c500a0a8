"""Small European and Japanese patents in the XML of their offices, made for the tests."""

EP_FRONT = """<SDOBI lang="en"><B100><B110>4990001</B110><B130>B1</B130><B140><date>20260506</date></B140><B190>EP</B190>
</B100><B200><B210>24990001.7</B210><B220><date>20240312</date></B220><B260>de</B260></B200>
<B500><B510EP><classification-ipcr sequence="1"><text>H01M  50/409       20210101AFI20251101BHEP        </text>
</classification-ipcr></B510EP><B520EP><classifications-cpc><classification-cpc sequence="1"><text>H01M  50/449
20210101 LI20251101BHEP</text></classification-cpc></classifications-cpc></B520EP>
<B540><B541>de</B541><B542>Separator</B542><B541>en</B541><B542>Separator for a cell</B542></B540></B500>
<B700><B720><B721><snm>SATO, Hanako</snm><adr><ctry>JP</ctry></adr></B721></B720><B730><B731><snm>Aoba &amp; Co.</snm>
<iid>1</iid></B731></B730></B700><B800><B870><B871><dnum><pnum>WO2024990001</pnum></dnum></B871></B870></B800></SDOBI>"""
EP_CLAIMS = (
    '<claims id="claims01" lang="de"><claim id="c-de-01-0001" num="0001"><claim-text>Separator.</claim-text></claim>'
    '<claim num="0002"><claim-text>Separator nach Anspruch 1.</claim-text></claim></claims>'
    '<claims id="claims02" lang="en"><claim num="0001"><claim-text>A separator.</claim-text></claim></claims>'
)


def european(
    *, front: str = EP_FRONT, description: str = "", claims: str = EP_CLAIMS, lang: str = "de"
) -> str:
    """A European patent with the proceedings in German."""
    described = f'<description id="desc" lang="{lang}">{description}</description>' if description else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ep-patent-document PUBLIC "-//EPO//EP PATENT DOCUMENT 1.5//EN"'
        ' "ep-patent-document-v1-5.dtd">\n'
        f'<ep-patent-document lang="{lang}" country="EP" doc-number="4990001" kind="B1">{front}{described}{claims}'
        "</ep-patent-document>"
    )


JP_FRONT = """<bibliographic-data lang="ja" country="JP"><publication-reference><document-id><country>JP</country>
<doc-number>2026990001</doc-number><kind>公開特許公報(A)</kind><date>20260507</date></document-id></publication-reference>
<application-reference><document-id><doc-number>2024990123</doc-number><date>20241105</date></document-id>
</application-reference><invention-title>電池用セパレータ</invention-title>
<classification-ipc><main-clsf>H01M  50/409       (2021.01)</main-clsf></classification-ipc>
<classification-national><country>JP</country><main-clsf>H01M50/409</main-clsf></classification-national>
<jp:f-term-info><jp:f-term>5H021EE03</jp:f-term></jp:f-term-info>
<parties><jp:applicants-agents-article><jp:applicants-agents sequence="1"><applicant sequence="1"><addressbook lang="ja">
<name>青葉株式会社</name><registered-number>990000001</registered-number></addressbook></applicant><agent><addressbook>
<name>代理 太郎</name></addressbook></agent></jp:applicants-agents></jp:applicants-agents-article>
<inventors><inventor sequence="1"><addressbook lang="ja"><name>佐藤　花子</name></addressbook></inventor></inventors>
</parties></bibliographic-data>"""
JP_TEXT = """<abstract><p num="">【課題】縮まない膜を得る。<br/>【解決手段】粒子を塗る。<br/>【選択図】図１</p></abstract>
<claims><claim num="1"><claim-text>粒子の層を有する<br/>電池用セパレータ。</claim-text></claim><claim num="2">
<claim-text>前記層の厚さが２μｍである請求項１に記載の電池用セパレータ。</claim-text></claim></claims>
<description><technical-field><p num="0001">本発明は膜に関する。</p></technical-field>
<citation-list><patent-literature><p num="0002"><patcit num="1"><text>特開２００６-９９０１２３号公報</text></patcit></p>
</patent-literature></citation-list>
<summary-of-invention><tech-problem><p num="0003">膜は縮む。</p></tech-problem></summary-of-invention>
<description-of-drawings><p num="0004"><figref num="1">断面図である。</figref><figref num="2">グラフである。</figref></p>
</description-of-drawings>
<description-of-embodiments><p num="0005">以下に述べる。</p><heading>製法</heading><p num="0006">水に分散する。</p>
<embodiments-example ex-num="1"><p num="0007">結果を示す。<tables num="1"><table><tgroup cols="2"><tbody>
<row><entry>温度</entry><entry>収縮率</entry></row><row><entry>１５０℃</entry><entry>３％</entry></row></tbody></tgroup>
</table></tables><maths num="2"><img file="a.tif"/></maths></p></embodiments-example></description-of-embodiments>
<reference-signs-list><p num="0008">１　膜</p></reference-signs-list></description>"""


def japanese(*, front: str = JP_FRONT, text: str = JP_TEXT, encoding: str = "UTF-8") -> bytes:
    """A Japanese gazette in the XML of 2004 to 2021."""
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>\n<?xml-stylesheet type="text/xsl" href="../gat-a.xsl"?>\n'
        '<!DOCTYPE jp-official-gazette PUBLIC "-//JPO//DTD PUBLISHED PATENT/UTILITY MODEL APPLICATION 1.0//EN"'
        ' "../gat-a.dtd">\n<jp-official-gazette kind-of-jp="A" kind-of-st16="A" lang="ja" country="JP"'
        f' xmlns:jp="http://www.jpo.go.jp">{front}{text}</jp-official-gazette>'
    )
    return xml.encode({"UTF-8": "utf-8", "EUC-JP": "euc_jp", "Shift_JIS": "cp932"}[encoding])


_NAMESPACES = (
    'xmlns:jppat="http://www.jpo.go.jp/standards/XMLSchema/ST96/JPPatent" '
    'xmlns:jpcom="http://www.jpo.go.jp/standards/XMLSchema/ST96/JPCommon" '
    'xmlns:pat="http://www.wipo.int/standards/XMLSchema/ST96/Patent" '
    'xmlns:com="http://www.wipo.int/standards/XMLSchema/ST96/Common"'
)


def japanese_st96(*, amended: bool = False) -> str:
    """A Japanese grant in the XML since 2022."""
    amendment = (
        "<jppat:WrittenAmendmentBag><jppat:WrittenAmendment><pat:Claims><pat:Claim><pat:ClaimNumber>1</pat:ClaimNumber>"
        "<pat:ClaimText>補正後。</pat:ClaimText></pat:Claim></pat:Claims></jppat:WrittenAmendment></jppat:WrittenAmendmentBag>"
    )
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<jppat:RegisteredPatentPublication {_NAMESPACES} com:languageCode="ja">
<jppat:RegisteredPatentPublicationBibliographicData>
<pat:PlainLanguageDesignationText>特許公報(B2)</pat:PlainLanguageDesignationText>
<jppat:PatentPublicationIdentification><com:IPOfficeCode>JP</com:IPOfficeCode><pat:PublicationNumber>7990001</pat:PublicationNumber>
<com:PublicationDate>2026-05-07</com:PublicationDate></jppat:PatentPublicationIdentification>
<jppat:ApplicationIdentification><com:ApplicationNumber><com:ApplicationNumberText>2022990001</com:ApplicationNumberText>
</com:ApplicationNumber><pat:FilingDate>2022-03-01</pat:FilingDate></jppat:ApplicationIdentification>
<pat:InventionTitle>電池用セパレータ</pat:InventionTitle>
<jppat:IPCClassification><pat:MainClassification>H01M  50/409       (2021.01)</pat:MainClassification>
</jppat:IPCClassification>
<jppat:NationalClassification><jppat:MainNationalClassification><pat:PatentClassificationText>H01M50/409</pat:PatentClassificationText>
</jppat:MainNationalClassification></jppat:NationalClassification>
<jppat:RegisteredPatentPublicationPartyBag><jppat:Applicant com:sequenceNumber="1"><jpcom:Contact><com:Name>
<com:EntityName>青葉株式会社</com:EntityName></com:Name></jpcom:Contact><jpcom:Contact jpcom:OriginalLanguageIndicator="true">
<com:Name><com:EntityName>Aoba Co.</com:EntityName></com:Name></jpcom:Contact></jppat:Applicant>
<jppat:Inventor><jpcom:Contact><com:Name><com:EntityName>佐藤　花子</com:EntityName></com:Name></jpcom:Contact>
</jppat:Inventor>
</jppat:RegisteredPatentPublicationPartyBag></jppat:RegisteredPatentPublicationBibliographicData>
<jppat:Description>
<pat:TechnicalField><com:P com:pNumber="0001">本発明は膜に関する。<com:Br/>厚さは１０<com:Sup>－６</com:Sup>
ｍ。</com:P>
</pat:TechnicalField><pat:InventionSummary>
<pat:TechnicalProblem><com:P com:pNumber="0002">膜は縮む。</com:P></pat:TechnicalProblem>
</pat:InventionSummary></jppat:Description>
<pat:Claims><pat:Claim><pat:ClaimNumber>1</pat:ClaimNumber><pat:ClaimText>膜。</pat:ClaimText></pat:Claim></pat:Claims>
{amendment if amended else ""}</jppat:RegisteredPatentPublication>"""
