<?xml version="1.0" encoding="UTF-8"?>
<qgis version="3.22.16" styleCategories="AllStyleCategories" labelsEnabled="1" readOnly="0" hasScaleBasedVisibilityFlag="0">
<renderer-v2 type="categorizedSymbol" attr="grade" symbollevels="0" enableorderby="0">
<categories>
<category symbol="0" value="重大" type="string" label="重大" render="true"/>
<category symbol="1" value="较大" type="string" label="较大" render="true"/>
<category symbol="2" value="一般" type="string" label="一般" render="true"/>
<category symbol="3" value="" type="string" label="未定" render="true"/>
</categories>
<symbols>
<symbol type="marker" name="0" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SvgMarker" enabled="1" locked="0" pass="0">
<Option type="Map">
<Option name="name" type="QString" value="base64:PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iVVRGLTgiPz4KPHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI2LjI1bW0iIGhlaWdodD0iNi4yNW1tIiB2aWV3Qm94PSIwIDAgNi4yNSA2LjI1IiBmb250LWZhbWlseT0iTm90byBTYW5zIENKSyBTQywgU291cmNlIEhhbiBTYW5zIFNDLCBNaWNyb3NvZnQgWWFIZWksIFNpbUhlaSwgc2Fucy1zZXJpZiI+Cjx0aXRsZT7ph43ngrnkvIHkuJo8L3RpdGxlPgo8ZyB0cmFuc2Zvcm09InRyYW5zbGF0ZSgzLjEyNSAzLjEyNSkgc2NhbGUoMC4wNSkiPgo8cGF0aCBkPSJNLTQ0IDQ2Vi00TC0xNCAtMjBWLTRMMTQgLTIwVi00OEgzNFYtNEg0NFY0NloiIGZpbGw9IiNDODEwMkUiIHN0cm9rZT0iIzFFMjQyOSIgc3Ryb2tlLXdpZHRoPSI5IiBzdHJva2UtbGluZWpvaW49InJvdW5kIi8+CjxwYXRoIGQ9Ik0tMjggMTJILTEwVjMwSC0yOFpNOCAxMkgyNlYzMEg4WiIgZmlsbD0iI0ZGRkZGRiIvPgo8L2c+Cjwvc3ZnPgo="/>
<Option name="size" type="QString" value="6.25"/>
<Option name="size_unit" type="QString" value="MM"/>
<Option name="fixedAspectRatio" type="QString" value="0"/>
<Option name="scale_method" type="QString" value="diameter"/>
</Option>
</layer>
</symbol>
<symbol type="marker" name="1" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SvgMarker" enabled="1" locked="0" pass="0">
<Option type="Map">
<Option name="name" type="QString" value="base64:PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iVVRGLTgiPz4KPHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI1LjI1bW0iIGhlaWdodD0iNS4yNW1tIiB2aWV3Qm94PSIwIDAgNS4yNSA1LjI1IiBmb250LWZhbWlseT0iTm90byBTYW5zIENKSyBTQywgU291cmNlIEhhbiBTYW5zIFNDLCBNaWNyb3NvZnQgWWFIZWksIFNpbUhlaSwgc2Fucy1zZXJpZiI+Cjx0aXRsZT7ph43ngrnkvIHkuJo8L3RpdGxlPgo8ZyB0cmFuc2Zvcm09InRyYW5zbGF0ZSgyLjYyNSAyLjYyNSkgc2NhbGUoMC4wNDIpIj4KPHBhdGggZD0iTS00NCA0NlYtNEwtMTQgLTIwVi00TDE0IC0yMFYtNDhIMzRWLTRINDRWNDZaIiBmaWxsPSIjRjJBOTAwIiBzdHJva2U9IiMxRTI0MjkiIHN0cm9rZS13aWR0aD0iNS45NTIiIHN0cm9rZS1saW5lam9pbj0icm91bmQiLz4KPHBhdGggZD0iTS0yOCAxMkgtMTBWMzBILTI4Wk04IDEySDI2VjMwSDhaIiBmaWxsPSIjRkZGRkZGIi8+CjwvZz4KPC9zdmc+Cg=="/>
<Option name="size" type="QString" value="5.25"/>
<Option name="size_unit" type="QString" value="MM"/>
<Option name="fixedAspectRatio" type="QString" value="0"/>
<Option name="scale_method" type="QString" value="diameter"/>
</Option>
</layer>
</symbol>
<symbol type="marker" name="2" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SvgMarker" enabled="1" locked="0" pass="0">
<Option type="Map">
<Option name="name" type="QString" value="base64:PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iVVRGLTgiPz4KPHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI1LjI1bW0iIGhlaWdodD0iNS4yNW1tIiB2aWV3Qm94PSIwIDAgNS4yNSA1LjI1IiBmb250LWZhbWlseT0iTm90byBTYW5zIENKSyBTQywgU291cmNlIEhhbiBTYW5zIFNDLCBNaWNyb3NvZnQgWWFIZWksIFNpbUhlaSwgc2Fucy1zZXJpZiI+Cjx0aXRsZT7ph43ngrnkvIHkuJo8L3RpdGxlPgo8ZyB0cmFuc2Zvcm09InRyYW5zbGF0ZSgyLjYyNSAyLjYyNSkgc2NhbGUoMC4wNDIpIj4KPHBhdGggZD0iTS00NCA0NlYtNEwtMTQgLTIwVi00TDE0IC0yMFYtNDhIMzRWLTRINDRWNDZaIiBmaWxsPSIjMkY2REI1IiBzdHJva2U9IiMxRTI0MjkiIHN0cm9rZS13aWR0aD0iNS45NTIiIHN0cm9rZS1saW5lam9pbj0icm91bmQiLz4KPHBhdGggZD0iTS0yOCAxMkgtMTBWMzBILTI4Wk04IDEySDI2VjMwSDhaIiBmaWxsPSIjRkZGRkZGIi8+CjwvZz4KPC9zdmc+Cg=="/>
<Option name="size" type="QString" value="5.25"/>
<Option name="size_unit" type="QString" value="MM"/>
<Option name="fixedAspectRatio" type="QString" value="0"/>
<Option name="scale_method" type="QString" value="diameter"/>
</Option>
</layer>
</symbol>
<symbol type="marker" name="3" alpha="1" clip_to_extent="1" force_rhr="0">
<layer class="SvgMarker" enabled="1" locked="0" pass="0">
<Option type="Map">
<Option name="name" type="QString" value="base64:PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0iVVRGLTgiPz4KPHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI1LjI1bW0iIGhlaWdodD0iNS4yNW1tIiB2aWV3Qm94PSIwIDAgNS4yNSA1LjI1IiBmb250LWZhbWlseT0iTm90byBTYW5zIENKSyBTQywgU291cmNlIEhhbiBTYW5zIFNDLCBNaWNyb3NvZnQgWWFIZWksIFNpbUhlaSwgc2Fucy1zZXJpZiI+Cjx0aXRsZT7ph43ngrnkvIHkuJo8L3RpdGxlPgo8ZyB0cmFuc2Zvcm09InRyYW5zbGF0ZSgyLjYyNSAyLjYyNSkgc2NhbGUoMC4wNDIpIj4KPHBhdGggZD0iTS00NCA0NlYtNEwtMTQgLTIwVi00TDE0IC0yMFYtNDhIMzRWLTRINDRWNDZaIiBmaWxsPSIjRkZGRkZGIiBzdHJva2U9IiM4QzhDOEMiIHN0cm9rZS13aWR0aD0iOS41MjQiIHN0cm9rZS1saW5lam9pbj0icm91bmQiLz4KPHBhdGggZD0iTS0yOCAxMkgtMTBWMzBILTI4Wk04IDEySDI2VjMwSDhaIiBmaWxsPSIjOEM4QzhDIi8+CjwvZz4KPC9zdmc+Cg=="/>
<Option name="size" type="QString" value="5.25"/>
<Option name="size_unit" type="QString" value="MM"/>
<Option name="fixedAspectRatio" type="QString" value="0"/>
<Option name="scale_method" type="QString" value="diameter"/>
</Option>
</layer>
</symbol>
</symbols>
</renderer-v2>
<labeling type="simple">
<settings calloutType="simple">
<text-style fieldName="&quot;name&quot;" isExpression="1" fontFamily="Noto Sans CJK SC" fontSize="2.4" fontSizeUnit="MM" fontWeight="50" textColor="#1E1E1E" textOpacity="1" multilineHeight="1">
<text-buffer bufferDraw="1" bufferSize="0.5" bufferSizeUnits="MM" bufferColor="#FFFFFF" bufferOpacity="1" bufferJoinStyle="128" bufferNoFill="1"/>
</text-style>
<placement placement="6" predefinedPositionOrder="R,L,TR,BR,TL,BL,TSR,BSR" dist="0.4" distUnits="MM" offsetType="1" placementFlags="10" polygonPlacementFlags="2" maxCurvedCharAngleIn="40" maxCurvedCharAngleOut="-40" lineAnchorPercent="0.5" priority="5" geometryGeneratorEnabled="0" geometryGenerator="" geometryGeneratorType="PointGeometry"/>
<rendering drawLabels="1" scaleVisibility="1" scaleMin="0" scaleMax="250000" obstacle="1" obstacleFactor="1" obstacleType="1" mergeLines="0" maxNumLabels="2000" fontMaxPixelSize="10000" fontMinPixelSize="3"/>
</settings>
</labeling>
<fieldConfiguration>
<field name="fid" configurationFlags="None">
<editWidget type="Hidden">
<config>
<Option type="Map"/>
</config>
</editWidget>
</field>
<field name="id" configurationFlags="None">
<editWidget type="Hidden">
<config>
<Option type="Map"/>
</config>
</editWidget>
</field>
<field name="code" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="name" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="district" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="source" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="source_position" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="source_crs" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="verified_on" configurationFlags="None">
<editWidget type="DateTime">
<config>
<Option type="Map">
<Option name="allow_null" type="bool" value="true"/>
<Option name="calendar_popup" type="bool" value="true"/>
<Option name="display_format" type="QString" value="yyyy-MM-dd"/>
<Option name="field_format" type="QString" value="yyyy-MM-dd"/>
<Option name="field_iso_format" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="grade" configurationFlags="None">
<editWidget type="ValueMap">
<config>
<Option type="Map">
<Option name="map" type="List">
<Option type="Map">
<Option name="（未填）" type="QString" value="{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"/>
</Option>
<Option type="Map">
<Option name="重大" type="QString" value="重大"/>
</Option>
<Option type="Map">
<Option name="较大" type="QString" value="较大"/>
</Option>
<Option type="Map">
<Option name="一般" type="QString" value="一般"/>
</Option>
</Option>
</Option>
</config>
</editWidget>
</field>
<field name="use" configurationFlags="None">
<editWidget type="ValueMap">
<config>
<Option type="Map">
<Option name="map" type="List">
<Option type="Map">
<Option name="（未填）" type="QString" value="{2839923C-8B7D-419E-B84B-CA2FE9B80EC7}"/>
</Option>
<Option type="Map">
<Option name="甲" type="QString" value="甲"/>
</Option>
<Option type="Map">
<Option name="乙" type="QString" value="乙"/>
</Option>
</Option>
</Option>
</config>
</editWidget>
</field>
<field name="depth_m" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="open" configurationFlags="None">
<editWidget type="CheckBox">
<config>
<Option type="Map">
<Option name="AllowNullState" type="bool" value="true"/>
<Option name="TextDisplayMethod" type="int" value="0"/>
</Option>
</config>
</editWidget>
</field>
<field name="drilled_on" configurationFlags="None">
<editWidget type="DateTime">
<config>
<Option type="Map">
<Option name="allow_null" type="bool" value="true"/>
<Option name="calendar_popup" type="bool" value="true"/>
<Option name="display_format" type="QString" value="yyyy-MM-dd"/>
<Option name="field_format" type="QString" value="yyyy-MM-dd"/>
<Option name="field_iso_format" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="substances" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="true"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="permit" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="false"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
<field name="remark" configurationFlags="None">
<editWidget type="TextEdit">
<config>
<Option type="Map">
<Option name="IsMultiline" type="bool" value="true"/>
<Option name="UseHtml" type="bool" value="false"/>
</Option>
</config>
</editWidget>
</field>
</fieldConfiguration>
<aliases>
<alias index="0" field="fid" name="序号"/>
<alias index="1" field="id" name="内部编号"/>
<alias index="2" field="code" name="编号"/>
<alias index="3" field="name" name="名称"/>
<alias index="4" field="district" name="行政区划代码"/>
<alias index="5" field="source" name="数据来源"/>
<alias index="6" field="source_position" name="原始坐标"/>
<alias index="7" field="source_crs" name="原坐标系"/>
<alias index="8" field="verified_on" name="核实日期"/>
<alias index="9" field="grade" name="风险等级"/>
<alias index="10" field="use" name="用途"/>
<alias index="11" field="depth_m" name="井深（m）"/>
<alias index="12" field="open" name="启用"/>
<alias index="13" field="drilled_on" name="成井日期"/>
<alias index="14" field="substances" name="污染物"/>
<alias index="15" field="permit" name="许可证"/>
<alias index="16" field="remark" name="备注"/>
</aliases>
<constraints>
<constraint field="id" constraints="0" notnull_strength="0" unique_strength="0" exp_strength="0"/>
<constraint field="code" constraints="6" notnull_strength="0" unique_strength="2" exp_strength="2"/>
<constraint field="name" constraints="5" notnull_strength="1" unique_strength="0" exp_strength="2"/>
<constraint field="district" constraints="4" notnull_strength="0" unique_strength="0" exp_strength="2"/>
<constraint field="source" constraints="4" notnull_strength="0" unique_strength="0" exp_strength="2"/>
<constraint field="source_position" constraints="4" notnull_strength="0" unique_strength="0" exp_strength="2"/>
<constraint field="source_crs" constraints="4" notnull_strength="0" unique_strength="0" exp_strength="2"/>
<constraint field="verified_on" constraints="0" notnull_strength="0" unique_strength="0" exp_strength="0"/>
<constraint field="grade" constraints="0" notnull_strength="0" unique_strength="0" exp_strength="0"/>
<constraint field="use" constraints="0" notnull_strength="0" unique_strength="0" exp_strength="0"/>
<constraint field="depth_m" constraints="4" notnull_strength="0" unique_strength="0" exp_strength="2"/>
<constraint field="open" constraints="0" notnull_strength="0" unique_strength="0" exp_strength="0"/>
<constraint field="drilled_on" constraints="0" notnull_strength="0" unique_strength="0" exp_strength="0"/>
<constraint field="substances" constraints="0" notnull_strength="0" unique_strength="0" exp_strength="0"/>
<constraint field="permit" constraints="4" notnull_strength="0" unique_strength="0" exp_strength="2"/>
<constraint field="remark" constraints="4" notnull_strength="0" unique_strength="0" exp_strength="2"/>
</constraints>
<constraintExpressions>
<constraint field="code" exp="&quot;code&quot; IS NULL OR (length(&quot;code&quot;) &lt;= 60)" desc="编号：不超过60个字"/>
<constraint field="name" exp="&quot;name&quot; IS NULL OR (length(&quot;name&quot;) &lt;= 100)" desc="名称：不超过100个字"/>
<constraint field="district" exp="&quot;district&quot; IS NULL OR (regexp_match(&quot;district&quot;, &#39;^[0-9]{6}([0-9]{3}){0,2}$&#39;) &gt; 0)" desc="行政区划代码：格式须符合要求"/>
<constraint field="source" exp="&quot;source&quot; IS NULL OR (length(&quot;source&quot;) &lt;= 300)" desc="数据来源：不超过300个字"/>
<constraint field="source_position" exp="&quot;source_position&quot; IS NULL OR (length(&quot;source_position&quot;) &lt;= 300)" desc="原始坐标：不超过300个字"/>
<constraint field="source_crs" exp="&quot;source_crs&quot; IS NULL OR (length(&quot;source_crs&quot;) &lt;= 60)" desc="原坐标系：不超过60个字"/>
<constraint field="depth_m" exp="&quot;depth_m&quot; IS NULL OR (&quot;depth_m&quot; &gt;= 0.0 AND &quot;depth_m&quot; &lt;= 800.0)" desc="井深（m）：不小于0，不大于800"/>
<constraint field="permit" exp="&quot;permit&quot; IS NULL OR (length(&quot;permit&quot;) &lt;= 20 AND regexp_match(&quot;permit&quot;, &#39;^[A-Z&#39;&#39;]\\d+$&#39;) &gt; 0)" desc="许可证：不超过20个字，格式须符合要求"/>
<constraint field="remark" exp="&quot;remark&quot; IS NULL OR (length(&quot;remark&quot;) &lt;= 2000)" desc="备注：不超过2000个字"/>
</constraintExpressions>
<attributetableconfig actionWidgetStyle="dropDown" sortExpression="" sortOrder="0">
<columns>
<column type="field" name="fid" hidden="1" width="-1"/>
<column type="field" name="id" hidden="1" width="-1"/>
<column type="field" name="code" hidden="0" width="-1"/>
<column type="field" name="name" hidden="0" width="-1"/>
<column type="field" name="district" hidden="0" width="-1"/>
<column type="field" name="source" hidden="0" width="-1"/>
<column type="field" name="source_position" hidden="0" width="-1"/>
<column type="field" name="source_crs" hidden="0" width="-1"/>
<column type="field" name="verified_on" hidden="0" width="-1"/>
<column type="field" name="grade" hidden="0" width="-1"/>
<column type="field" name="use" hidden="0" width="-1"/>
<column type="field" name="depth_m" hidden="0" width="-1"/>
<column type="field" name="open" hidden="0" width="-1"/>
<column type="field" name="drilled_on" hidden="0" width="-1"/>
<column type="field" name="substances" hidden="0" width="-1"/>
<column type="field" name="permit" hidden="0" width="-1"/>
<column type="field" name="remark" hidden="0" width="-1"/>
</columns>
</attributetableconfig>
<editorlayout>tablayout</editorlayout>
<attributeEditorForm>
<attributeEditorContainer name="主要" columnCount="1" groupBox="0" showLabel="1" visibilityExpressionEnabled="0" visibilityExpression="">
<attributeEditorField index="2" name="code" showLabel="1"/>
<attributeEditorField index="3" name="name" showLabel="1"/>
<attributeEditorField index="4" name="district" showLabel="1"/>
<attributeEditorField index="16" name="remark" showLabel="1"/>
</attributeEditorContainer>
<attributeEditorContainer name="详细" columnCount="1" groupBox="0" showLabel="1" visibilityExpressionEnabled="0" visibilityExpression="">
<attributeEditorField index="9" name="grade" showLabel="1"/>
<attributeEditorField index="10" name="use" showLabel="1"/>
<attributeEditorField index="11" name="depth_m" showLabel="1"/>
<attributeEditorField index="12" name="open" showLabel="1"/>
<attributeEditorField index="13" name="drilled_on" showLabel="1"/>
<attributeEditorField index="14" name="substances" showLabel="1"/>
<attributeEditorField index="15" name="permit" showLabel="1"/>
</attributeEditorContainer>
<attributeEditorContainer name="来源" columnCount="1" groupBox="0" showLabel="1" visibilityExpressionEnabled="0" visibilityExpression="">
<attributeEditorField index="5" name="source" showLabel="1"/>
<attributeEditorField index="6" name="source_position" showLabel="1"/>
<attributeEditorField index="7" name="source_crs" showLabel="1"/>
<attributeEditorField index="8" name="verified_on" showLabel="1"/>
</attributeEditorContainer>
</attributeEditorForm>
<editable>
<field name="fid" editable="0"/>
<field name="id" editable="0"/>
<field name="source" editable="0"/>
<field name="source_position" editable="0"/>
<field name="source_crs" editable="0"/>
</editable>
<previewExpression>&quot;name&quot;</previewExpression>
</qgis>
