import HetuExchange

/// How our word processor documents look (GB/T 9704-2012, as far as styles can say it): a document whose styles, page and footer pandoc
/// takes over, and the filter that puts a table of contents in.
enum WordLook {
  /// The document that pandoc refers to; what is not in it is pandoc's own.
  static var reference: [UInt8] {
    StoredArchive.bytes([
      ("word/styles.xml", styles), ("word/document.xml", document), ("word/_rels/document.xml.rels", relations),
      ("word/footer1.xml", footer),
    ])
  }

  /// A4 with the standard's margins: 37, 26, 35 and 28 mm in twentieths of a point.
  private static let document = """
    <?xml version="1.0" encoding="UTF-8"?>
    <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
      xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body><w:p/><w:sectPr>
    <w:footerReference w:type="default" r:id="rId1"/><w:pgSz w:w="11906" w:h="16838"/>
    <w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1247" w:gutter="0"/>
    </w:sectPr></w:body></w:document>
    """

  private static let relations = """
    <?xml version="1.0" encoding="UTF-8"?>
    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
      Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/></Relationships>
    """

  /// `— 1 —`.
  private static let footer = """
    <?xml version="1.0" encoding="UTF-8"?>
    <w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p>
    <w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>
    <w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>
    <w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>
    """

  /// The end of the text's section, whose own look is that of the document's last.
  static let endOfText =
    #"<w:p><w:pPr><w:spacing w:line="20" w:lineRule="exact"/><w:sectPr/></w:pPr></w:p>"#

  /// A4 across, with margins of 20 mm.
  static let pageAcross = #"<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>"#
  static let marginsAcross =
    #"<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="851" w:footer="567" w:gutter="0"/>"#

  /// Puts the table of contents on pages of its own in the place of the division “contents”, else before the text: a field that Word brings up to date when the document is opened, and that
  /// holds the headings until then.
  /// Before the division “sheets” it ends the text's section.
  static let contents = #"""
    local function escaped(text)
      return (text:gsub('&', '&amp;'):gsub('<', '&lt;'):gsub('>', '&gt;'):gsub('"', '&quot;'))
    end
    local function field(kind) return '<w:r><w:fldChar w:fldCharType="' .. kind .. '"/></w:r>' end
    function Pandoc(document)
      local begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>'
        .. '<w:r><w:instrText xml:space="preserve">TOC \\o "1-2" \\h \\z \\u</w:instrText></w:r>' .. field('separate')
      local text = '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/><w:pageBreakBefore/></w:pPr><w:r><w:t>目录</w:t></w:r></w:p>'
      local count = 0
      document.blocks = pandoc.walk_block(pandoc.Div(document.blocks), {Header = function(header)
        if header.level > 2 then return end
        count = count + 1
        header.identifier = 'heading' .. count
        text = text .. '<w:p><w:pPr><w:pStyle w:val="TOC' .. header.level .. '"/></w:pPr>' .. begin
          .. '<w:hyperlink w:anchor="' .. header.identifier .. '"><w:r><w:t>'
          .. escaped(pandoc.utils.stringify(header)) .. '</w:t></w:r></w:hyperlink></w:p>'
        begin = ''
        return header
      end}).content
      for number, block in ipairs(document.blocks) do
        if block.t == 'Div' and block.identifier == 'sheets' and #block.content > 0 then
          document.blocks[number] = pandoc.RawBlock('openxml', '\#(endOfText)')
          for place, sheet in ipairs(block.content) do table.insert(document.blocks, number + place, sheet) end
          break
        end
      end
      if begin ~= '' then return document end
      text = text .. '<w:p>' .. field('end') .. '<w:r><w:br w:type="page"/></w:r></w:p>'
      local place = 1
      for number, block in ipairs(document.blocks) do
        if block.t == 'Div' and block.identifier == 'contents' then
          table.remove(document.blocks, number)
          place = number
          break
        end
      end
      table.insert(document.blocks, place, pandoc.RawBlock('openxml', text))
      return document
    end
    """#

  /// 仿宋三号 for text, 黑体 and 楷体 for headings, 小标宋二号 for the title, 小五 in tables whose heads are shaded and whose rows stay whole.
  private static let styles = """
    <?xml version="1.0" encoding="UTF-8"?>
    <w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
    <w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="仿宋"/>
      <w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>
      <w:pPrDefault><w:pPr><w:overflowPunct w:val="0"/><w:spacing w:before="0" w:after="0" w:line="560" w:lineRule="atLeast"/></w:pPr></w:pPrDefault></w:docDefaults>
    <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>
    <w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/></w:style>
    <w:style w:type="paragraph" w:styleId="BodyText"><w:name w:val="Body Text"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:ind w:firstLine="640" w:firstLineChars="200"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="FirstParagraph"><w:name w:val="First Paragraph"/><w:basedOn w:val="BodyText"/>
      </w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="Compact"><w:name w:val="Compact"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:keepLines/><w:spacing w:line="250" w:lineRule="exact"/></w:pPr>
      <w:rPr><w:sz w:val="18"/><w:szCs w:val="18"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:spacing w:before="600" w:after="400"/><w:jc w:val="center"/></w:pPr>
      <w:rPr><w:rFonts w:eastAsia="方正小标宋简体"/><w:sz w:val="44"/><w:szCs w:val="44"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="Imprint"><w:name w:val="Imprint"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:jc w:val="center"/></w:pPr>
      <w:rPr><w:sz w:val="24"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="Gap"><w:name w:val="Gap"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:pBdr><w:top w:val="single" w:sz="4" w:space="2" w:color="F2A900"/><w:left w:val="single" w:sz="4" w:space="4" w:color="F2A900"/>
      <w:bottom w:val="single" w:sz="4" w:space="2" w:color="F2A900"/><w:right w:val="single" w:sz="4" w:space="4" w:color="F2A900"/></w:pBdr>
      <w:shd w:val="clear" w:color="auto" w:fill="FFF9E8"/><w:spacing w:before="80" w:after="80" w:line="300" w:lineRule="auto"/></w:pPr>
      <w:rPr><w:sz w:val="24"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>
      <w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr>
      <w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Heading2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>
      <w:pPr><w:keepNext/><w:spacing w:before="160" w:after="40"/><w:outlineLvl w:val="1"/></w:pPr>
      <w:rPr><w:rFonts w:eastAsia="楷体"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="Heading3"><w:name w:val="heading 3"/><w:basedOn w:val="Normal"/><w:next w:val="BodyText"/>
      <w:pPr><w:keepNext/><w:spacing w:before="120" w:after="20"/><w:ind w:firstLine="640" w:firstLineChars="200"/><w:outlineLvl w:val="2"/></w:pPr>
      <w:rPr><w:b/></w:rPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="Duty"><w:name w:val="Duty"/><w:basedOn w:val="Compact"/>
      <w:pPr><w:spacing w:line="320" w:lineRule="exact"/></w:pPr><w:rPr><w:sz w:val="21"/><w:szCs w:val="21"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="DutyHeading"><w:name w:val="Duty Heading"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:keepNext/><w:spacing w:before="120" w:after="40"/><w:jc w:val="center"/></w:pPr>
      <w:rPr><w:rFonts w:eastAsia="黑体"/><w:color w:val="C8102E"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="TOCHeading"><w:name w:val="TOC Heading"/><w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/>
      </w:pPr>
      <w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8845"/></w:tabs><w:spacing w:line="400" w:lineRule="atLeast"/></w:pPr>
      <w:rPr><w:sz w:val="24"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:styleId="TOC2"><w:name w:val="toc 2"/><w:basedOn w:val="TOC1"/><w:pPr><w:ind w:left="480"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:spacing w:before="120" w:after="60" w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr>
      <w:rPr><w:rFonts w:eastAsia="黑体"/><w:sz w:val="21"/></w:rPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="TableCaption"><w:name w:val="Table Caption"/><w:basedOn w:val="Caption"/>
      <w:pPr><w:keepNext/></w:pPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="ImageCaption"><w:name w:val="Image Caption"/><w:basedOn w:val="Caption"/></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="Figure"><w:name w:val="Figure"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:jc w:val="center"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:customStyle="1" w:styleId="CaptionedFigure"><w:name w:val="Captioned Figure"/><w:basedOn w:val="Figure"/>
      <w:pPr><w:keepNext/><w:spacing w:before="160" w:line="240" w:lineRule="auto"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="Footer"><w:name w:val="footer"/><w:basedOn w:val="Normal"/>
      <w:pPr><w:spacing w:line="240" w:lineRule="auto"/><w:jc w:val="center"/></w:pPr>
      <w:rPr><w:sz w:val="28"/></w:rPr></w:style>
    <w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>
      <w:tblPr><w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>
    <w:style w:type="table" w:customStyle="1" w:styleId="Table"><w:name w:val="Table"/><w:basedOn w:val="TableNormal"/>
      <w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4" w:color="777777"/><w:left w:val="single" w:sz="4" w:color="777777"/>
      <w:bottom w:val="single" w:sz="4" w:color="777777"/><w:right w:val="single" w:sz="4" w:color="777777"/>
      <w:insideH w:val="single" w:sz="4" w:color="777777"/><w:insideV w:val="single" w:sz="4" w:color="777777"/></w:tblBorders></w:tblPr>
      <w:trPr><w:cantSplit/></w:trPr><w:tblStylePr w:type="firstRow"><w:rPr><w:rFonts w:eastAsia="黑体"/></w:rPr>
      <w:tcPr><w:shd w:val="clear" w:color="auto" w:fill="EEF3F8"/></w:tcPr></w:tblStylePr></w:style>
    <w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/></w:style>
    </w:styles>
    """
}
