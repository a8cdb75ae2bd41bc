"""Names of the months by language: what dates are told by. Data only.

In Python and not among the lexicon's files, since every feed's parser needs them at its start.
`_` stands for a space; forms of one month stand side by side, months between bars.
"""

from __future__ import annotations

_BY_LANGUAGE = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|"
    "september sep sept|october oct|november nov|december dec",
    "de": "januar jänner jän|februar feber|märz maerz mrz|april|mai|juni|juli|august|september|"
    "oktober okt|november|dezember dez",
    "fr": "janvier janv|février fevrier févr fév|mars|avril avr|mai|juin|juillet juil|août aout|"
    "septembre|octobre|novembre|décembre decembre déc",
    "es": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|"
    "octubre|noviembre|diciembre dic",
    "it": "gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre|"
    "ottobre ott|novembre|dicembre",
    "pt": "janeiro|fevereiro fev|março marco|abril|maio|junho|julho|agosto|setembro|outubro out|"
    "novembro|dezembro",
    "nl": "januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|"
    "december",
    "sv da no": "januari januar|februari februar|mars marts|april|maj mai|juni|juli|augusti august|"
    "september|oktober|november|december desember",
    "pl": "stycznia styczeń sty|lutego luty lut|marca marzec|kwietnia kwiecień kwi|maja maj|"
    "czerwca czerwiec cze|lipca lipiec lip|sierpnia sierpień sie|września wrzesień wrz|"
    "października październik paź|listopada listopad lis|grudnia grudzień gru",
    "cs": "ledna leden|února únor|března březen|dubna duben|května květen|června červen|"
    "července červenec|srpna srpen|září|října říjen|listopadu|prosince prosinec",
    "sk": "januára január|februára február|marca marec|apríla apríl|mája máj|júna jún|júla júl|"
    "augusta|septembra|októbra október|novembra|decembra",
    "hu": "január|február|március márc|április ápr|május máj|június jún|július júl|augusztus|"
    "szeptember szept|október|november|december",
    "ro": "ianuarie ian|februarie|martie|aprilie|mai|iunie iun|iulie iul|august|septembrie|"
    "octombrie|noiembrie|decembrie",
    "fi": "tammikuuta tammikuu|helmikuuta helmikuu|maaliskuuta maaliskuu|huhtikuuta huhtikuu|"
    "toukokuuta toukokuu|kesäkuuta kesäkuu|heinäkuuta heinäkuu|elokuuta elokuu|syyskuuta syyskuu|"
    "lokakuuta lokakuu|marraskuuta marraskuu|joulukuuta joulukuu",
    "tr": "ocak oca|şubat şub|mart|nisan nis|mayıs|haziran haz|temmuz tem|ağustos ağu|eylül eyl|"
    "ekim eki|kasım kas|aralık ara",
    "ru": "января январь янв|февраля февраль фев|марта март мар|апреля апрель апр|мая май|"
    "июня июнь июн|июля июль июл|августа август авг|сентября сентябрь сен сент|"
    "октября октябрь окт|ноября ноябрь ноя|декабря декабрь дек",
    "uk": "січня січень|лютого лютий|березня березень|квітня квітень|травня травень|"
    "червня червень|липня липень|серпня серпень|вересня вересень|жовтня жовтень|"
    "листопада листопад|грудня грудень",
    "el": "ιανουαρίου ιανουάριος ιαν|φεβρουαρίου φεβρουάριος φεβ|μαρτίου μάρτιος μαρ|"
    "απριλίου απρίλιος απρ|μαΐου μάιος μαϊ|ιουνίου ιούνιος ιουν|ιουλίου ιούλιος ιουλ|"
    "αυγούστου αύγουστος αυγ|σεπτεμβρίου σεπτέμβριος σεπ|οκτωβρίου οκτώβριος οκτ|"
    "νοεμβρίου νοέμβριος νοε|δεκεμβρίου δεκέμβριος δεκ",
    "ar": "يناير جانفي كانون_الثاني|فبراير فيفري شباط|مارس آذار|أبريل ابريل إبريل افريل نيسان|"
    "مايو ماي أيار|يونيو جوان حزيران|يوليو جويلية تموز|أغسطس اغسطس اوت آب|سبتمبر أيلول|"
    "أكتوبر اكتوبر تشرين_الأول|نوفمبر تشرين_الثاني|ديسمبر كانون_الأول",
    "he": "ינואר בינואר|פברואר בפברואר|מרץ במרץ מרס במרס|אפריל באפריל|מאי במאי|יוני ביוני|"
    "יולי ביולי|אוגוסט באוגוסט|ספטמבר בספטמבר|אוקטובר באוקטובר|נובמבר בנובמבר|דצמבר בדצמבר",
    "fa": "ژانویه|فوریه|مارس|آوریل|مه|ژوئن|ژوئیه|اوت|سپتامبر|اکتبر|نوامبر|دسامبر",
    "hi": "जनवरी|फरवरी फ़रवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर सितम्बर|अक्टूबर अक्तूबर|"
    "नवंबर नवम्बर|दिसंबर दिसम्बर",
    "id": "januari|februari|maret|april|mei|juni|juli|agustus agt|september|oktober|november|"
    "desember",
}
MONTHS: dict[str, int] = {
    name.replace("_", " "): number
    for months in _BY_LANGUAGE.values()
    for number, names in enumerate(months.split("|"), 1)
    for name in names.split()
}
