"""Words by language that dates are told by. Data only."""

from __future__ import annotations

_BY_MONTH = (
    "january jan janvier janv enero ene januar jänner jän gennaio gen januari janeiro januára "
    "januar stycznia styczeń sty января январь янв січня ledna leden ocak tammikuuta tammikuu "
    "ιανουαρίου ιαν január يناير جانفي كانون_الثاني ianuarie",
    "february feb février fevrier févr fév febrero februar febbraio februari fevereiro fev lutego "
    "luty lut февраля февраль фев лютого února únor şubat helmikuuta helmikuu φεβρουαρίου φεβ "
    "február فبراير فيفري شباط februarie",
    "march mar mars marzo märz maerz mrz maart mrt março marca marzec марта март мар березня "
    "března březen mart maaliskuuta maaliskuu μαρτίου μαρ március مارس آذار martie",
    "april apr avril avr abril abr aprile kwietnia kwiecień kwi апреля апрель апр квітня dubna "
    "duben nisan huhtikuuta huhtikuu απριλίου απρ április أبريل افريل نيسان aprilie",
    "may mai mayo maggio mag mei maio maja maj мая май травня května květen mayıs toukokuuta "
    "toukokuu μαΐου μαϊ május مايو ماي أيار",
    "june jun juin junio juni giugno giu junho czerwca czerwiec cze июня июнь июн червня června "
    "červen haziran kesäkuuta kesäkuu ιουνίου ιουν június يونيو جوان حزيران iunie",
    "july jul juillet juil julio juli luglio lug julho lipca lipiec lip июля июль июл липня "
    "července červenec temmuz heinäkuuta heinäkuu ιουλίου ιουλ július يوليو جويلية تموز iulie",
    "august aug août aout agosto ago augustus sierpnia sierpień sie августа август авг серпня "
    "srpna srpen ağustos elokuuta elokuu αυγούστου αυγ augusztus أغسطس اوت آب augusti",
    "september sep sept septembre septiembre settembre set setembro września wrzesień wrz сентября "
    "сентябрь сен сент вересня září eylül syyskuuta syyskuu σεπτεμβρίου σεπ szeptember سبتمبر "
    "أيلول septembrie",
    "october oct octobre octubre oktober okt ottobre ott outubro out października październik paź "
    "октября октябрь окт жовтня října říjen ekim lokakuuta lokakuu οκτωβρίου οκτ október أكتوبر "
    "تشرين_الأول octombrie",
    "november nov novembre noviembre novembro listopada listopad lis ноября ноябрь ноя kasım "
    "marraskuuta marraskuu νοεμβρίου νοε نوفمبر تشرين_الثاني noiembrie",
    "december dec décembre dezember dez diciembre dic dicembre dezembro grudnia grudzień gru "
    "декабря декабрь дек грудня prosince prosinec aralık joulukuuta joulukuu δεκεμβρίου δεκ "
    "ديسمبر كانون_الأول decembrie déc",
)
MONTHS: dict[str, int] = {
    name.replace("_", " "): number
    for number, names in enumerate(_BY_MONTH, 1)
    for name in names.split()
}
