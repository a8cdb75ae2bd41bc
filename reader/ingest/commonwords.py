"""The commonest words of languages, by which `language` tells them apart. Data only."""

from __future__ import annotations

WORDS: dict[str, str] = {
    "en": (
        "the of and to in is that it for was on are with as at be this have from or by not but "
        "what all were when we there can an your which their said if will each about how up out "
        "them then she many some so these would other into has more her two like him see time "
        "could no my than been who its now they he had his you after over only also did because "
        "any"
    ),
    "de": (
        "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch "
        "es an werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über "
        "einen so zum war haben nur oder aber vor zur bis mehr durch man sein wurde sei ihr wir "
        "kann ich unter gegen vom schon wenn habe seine ihre dann ihm diese wieder keine"
    ),
    "fr": (
        "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce "
        "il sont avec ils son aux mais comme ou si leur y dont cette bien été sans deux même "
        "nous tout elle après ans aussi ses peut fait ces sa avait entre était où je vous on "
        "être leurs encore très c’est d’un d’une qu’il n’est l’on"
    ),
    "es": (
        "de la que el en y a los se del las un por con no una su para es al lo como más o pero "
        "sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había "
        "era muy años hasta desde está mi porque qué sólo han yo hay vez puede todos así nos ni "
        "parte tiene él uno donde bien tiempo mismo ese ahora cada vida otro"
    ),
    "it": (
        "di e il la che in a per un è del non una le si i con da della sono al dei come gli ma "
        "più anche lo alla nel ha dal o delle se questo ad due suo nella ed stato era ai tra "
        "sua quando fatto dopo degli essere cui hanno tutti già ancora prima molto alle dalla "
        "sul perché dove lui quello così c’è questa sia ci senza sulla fra poi"
    ),
    "pt": (
        "de a o que e do da em um para com não uma os no se na por mais as dos como mas ao ele "
        "das à seu sua ou quando muito nos já eu também só pelo pela até isso ela entre depois "
        "sem mesmo aos seus quem nas me esse eles você essa num nem suas meu às minha numa "
        "pelos foi são está era há ser tem havia onde ainda"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet aan er die om ook als dan maar "
        "bij was uit door over naar worden nog hij ze heeft je wordt werd zich dit of kan tot "
        "deze geen hun meer wat zij al na zou hebben ik haar had moet veel onder wel we tegen "
        "men omdat waar toen alle hem zo werden"
    ),
    "sv": (
        "och i att det som en på är av för med till den har de inte om ett han men var jag sig "
        "från vi så kan när år under också efter eller nu sin där vid mot ska skulle kommer ut "
        "får finns vara hade alla andra mycket än här då sedan över bara in blir upp två hur "
        "även mellan utan man hon detta honom henne deras"
    ),
    "da": (
        "og i at det er en til på som af de for med den der har ikke et var han om men sig fra "
        "vi havde hun nu over da så efter jeg kan være også blev skal ved eller hvor når ud op "
        "vil mod sin dem alle kunne meget mere noget end ind hvad under anden blive ham hende "
        "været nogle skulle få kun selv siger mellem uden"
    ),
    "no": (
        "og i det på som er en til å han av for at med var de ikke den har jeg om et men fra "
        "hun vi så seg sa da ble kan ut nå skal eller opp når etter også bare mot ved over være "
        "sin hadde dette kunne noe meg deg alle der inn hva blir ville enn slik andre få mer "
        "blitt selv noen hvor disse mellom uten må vært mye"
    ),
    "fi": (
        "ja on ei että se oli hän joka mutta kun niin myös ovat kuin tai jos mukaan sen ole "
        "vuonna sekä voi olla jo vain jotka hänen siitä sitä mitä minä ollut vielä nyt jälkeen "
        "näin kaikki olivat tämä tämän eivät kanssa koska sitten mitään nämä niiden siellä itse "
        "joten sanoi kuitenkin noin ennen"
    ),
    "pl": (
        "w i na z do się nie że o jest jak to po za od przez dla są co a ale ten oraz tym ich "
        "jego być już tego czy tylko może które który która przy jej pod był było tak także ma "
        "bez również go między kiedy jako więc jeszcze by mu sobie gdy były została przed "
        "bardzo niż teraz nawet swoje"
    ),
    "cs": (
        "a se v na je že s z do o to i k ve pro za by ale si po jako od jsou jeho jak které "
        "který která jsem tak byl bylo byla nebo už při ze před aby jen co kde když podle ještě "
        "až může být také mezi však své proti není jejich má více nás této tím tom roce než bez "
        "jsme řekl"
    ),
    "sk": (
        "a sa v na je že s z do o to aj k vo pre za by ale si po ako od sú jeho ktoré ktorý "
        "ktorá som tak bol bolo bola alebo už pri zo pred aby len čo kde keď podľa ešte až môže "
        "byť tiež medzi však svoje proti nie ich má viac nás tejto tým tom roku než bez sme "
        "povedal ktorí"
    ),
    "hu": (
        "a az és hogy nem is egy ez volt meg de csak már mint azt el még vagy ha szerint pedig "
        "ki után lesz van én ő ezt akkor kell olyan lehet minden majd mert amely fel le be nagy "
        "két ezért között itt úgy így most arra sem voltak vannak mondta ahol amikor alatt "
        "saját aki ami nélkül által"
    ),
    "ro": (
        "de și în a la cu pe că nu o să se este din un care mai pentru ca au fost sau dar lui "
        "ale ce al prin după cum sunt ei am avea dintre fi când foarte acest această până doar "
        "ani între despre lor său sa era îi le iar toate tot fără astfel atunci fiind printr "
        "într ai"
    ),
    "tr": (
        "ve bir bu da de için ile çok olarak daha gibi olan kadar o ama sonra en ne olduğu her "
        "var değil ben diye göre oldu ki veya mi olduğunu ise iki yıl büyük şey kendi önce bunu "
        "tarafından ancak üzerinde yeni nasıl zaman hiç onun dedi biri şimdi bütün hem bunun "
        "etti içinde artık neden ya karşı"
    ),
    "hr": (
        "i u je se na da za su od s o a kako koji koja koje iz to ne biti nije bi će te ili ali "
        "što do po kao samo više bio bila bilo nakon kada prije još oko njegov sve može tako "
        "već ima uz kod zbog svoje bez tijekom godine sam smo rekao gdje netko također jer "
        "između protiv ove vrlo"
    ),
    "sl": (
        "in je v na se za da so z bo ki pa ne tudi s ob po kot bi iz o do od ali že sem ni "
        "lahko kar bil bila bilo še pri ko pred med samo kako bolj ter več kjer če vse zaradi "
        "jih svoje leta njegov bodo tako zelo nekaj biti smo ima brez zato sta vendar"
    ),
    "et": (
        "ja on ei et see oli kui ka ta mis aga või oma kes nii siis ning seda ole mida kuid "
        "veel olla olid juba aastal üle pärast nende tema ainult selle peale välja nagu millest "
        "vaid saab kõik enne mitte eesti sellest pole vahel kus ütles oleks sest minu kuni ilma "
        "väga"
    ),
    "lv": (
        "un ir ar no uz par kas ka tas arī bet bija nav kā pēc līdz viņš vai to ja gada viņa "
        "tikai tiek pie var savu būt tā šo tam jau vēl šis kur lai kad visi vairāk pret starp "
        "bez mēs tiem tos kuru šī būs gan ļoti savas daudz nevar tomēr"
    ),
    "lt": (
        "ir kad į iš su yra tai buvo kaip bet ne o apie tik per po už ar jo jis jų savo taip "
        "nuo dar prie jau kai būti metų bei kurie jos ji iki pat dėl prieš kuris daug tačiau "
        "tarp be mes nėra visi šis kurių labai turi pagal gali tuo kur"
    ),
    "ca": (
        "de la i a que el en els les per un del amb una és al no com es més ha però seu seva "
        "són aquest aquesta també va ser o ja han si dels li pel sobre fins molt quan entre tot "
        "anys sense està era hi havia després dos on què hem pot perquè així cada aquests "
        "encara dia seves només l’any d’un d’una"
    ),
    "id": (
        "yang dan di dari ini untuk dengan pada tidak itu dalam akan juga ke ada adalah saya "
        "dia oleh bisa kami mereka telah lebih atau karena sudah kita seperti tersebut orang "
        "hanya saat bahwa menjadi para sebagai tahun dapat kata harus banyak lagi setelah namun "
        "anda belum secara semua antara hingga masih kepada tanpa"
    ),
    "vi": (
        "và của là có không được cho các với một những người trong đã này để khi từ đến ra năm "
        "về nhiều cũng như trên phải vào lại ông làm còn sau theo rằng nhưng chỉ đang tại hơn "
        "nếu bị sẽ thì tôi anh chúng điều việc cả hay vì trước đó"
    ),
    "sq": (
        "e të në dhe një për me nga që është më se i si u do por nuk janë ka ishte kjo ky edhe "
        "tij saj pas duke kanë nëse mund deri këtë vetëm duhet gjatë tyre kur çdo ndërsa shumë "
        "mbi pa kishte ose tek atë cila cili"
    ),
    "eu": (
        "eta da du ez bat ere dute izan dira zuen hori baina egin zen edo den duen beste baino "
        "egiten dela bere gero arte oso bezala hau zuten behar hartu ziren nahi batean direla "
        "bai gabe izango oraindik berri esan haren"
    ),
    "is": (
        "og að í á er sem um til við en af því ekki var með það hann fyrir eru þess hefur þá "
        "frá eftir upp verið þar þau hún sér einnig voru hafa eða ég þeir svo vera þegar yfir "
        "úr hafði verður hans sagði"
    ),
    "ga": (
        "agus an na ar go is a i le bhí sé do ag ach de sin tá atá seo mar chun níl siad ó nó "
        "faoi bheith ní raibh leis gach ina idir mo aon eile sa maidir ann féin muid freisin "
        "duine nuair"
    ),
    "af": (
        "die van en in is het nie dit om te met vir op wat ’n sy as was hulle deur aan maar ook "
        "kan sal word by ek uit ons hy na daar so moet of oor sê haar al toe dat jaar nog baie "
        "geen waar wees hul"
    ),
    "ru": (
        "и в не на что с он как по это но из у к за то все от о его для так же мы был бы было "
        "вы только она они уже или были если их когда при есть до где чтобы ещё еще может после "
        "этого была также более году время лет который которые того нет под без во ему со я "
        "себя"
    ),
    "uk": (
        "і в не на що з до та як за це про у але від його для він або є був було які також по "
        "вони який яка при після може ще їх вже між щоб так її якщо коли буде років цього через "
        "під без року лише тільки навіть були того має де дуже й із свою"
    ),
    "bg": (
        "на и в да за се от е с не са по че като до си това ще беше при или към той най след но "
        "който която които бяха вече има само може преди още през как обаче години без така "
        "тази между този му ли защото тя те където когато всички"
    ),
    "sr": (
        "и у је се на да за су од с а који која које из то не није би ће или али што до по као "
        "само више био била након када пре још око све може тако већ има због без током године "
        "сам рекао где такође јер између против веома ово њих"
    ),
    "mk": (
        "и на во да се од за со е дека не ќе ги го кои која кој што но по тоа биде до им како "
        "беше кога ја или само бил била овој оваа може повеќе има нема пред според меѓу уште"
    ),
    "be": (
        "і ў не на што з да як за гэта у а але пра ад яго для ён або быў было якія таксама па "
        "яны які пры пасля можа яшчэ іх ужо каб так калі будзе гадоў праз без толькі нават былі "
        "мае дзе вельмі гэтага"
    ),
    "ar": (
        "في من على أن إلى عن التي الذي هذا هذه مع كان أو ما لا بعد بين كما قد لم ذلك قال وقال "
        "كل حيث أنه خلال عند إن وفي ومن هو هي منذ عام التى الى فيها قبل غير حتى لكن وهو أي كانت "
        "اليوم بن ثم وقد يوم أنها"
    ),
    "fa": (
        "و در به از که این را با است برای آن یک خود تا کرد بر هم نیز می شد اما شده ای یا ها "
        "باید گفت دو وی سال کند بود پس اگر هر شود بین ما کردن همه آنها دیگر کرده روز بودند "
        "می‌شود هستند"
    ),
    "ur": (
        "کے کی میں کا ہے اور سے کو پر نے یہ کہ ہیں اس تھا نہیں ایک بھی ان ہو کر تو وہ گیا لیے "
        "کیا جو ہی تھی گئی ہے۔ اپنے تھے کہا ساتھ بعد ہوئے ہوا سکتا جا"
    ),
    "hi": (
        "के में की है और से का को पर ने यह कि हैं इस एक नहीं भी था हो लिए कर तो वह गया ही थी "
        "किया जो अपने उन्होंने साथ कहा बाद रहे कुछ हुए हुआ जा"
    ),
    "mr": (
        "आणि आहे या व च्या ते हे की ही होते करून आहेत होता होती मध्ये त्या त्यांनी नाही एक केले "
        "म्हणून तर पण असे झाला येथे करण्यात हा त्यांच्या केली"
    ),
    "ne": (
        "छ र को मा हो लागि गर्न गरेको भएको पनि छन् यो थियो ले यस एक बाट भने हुन् गर्ने तथा "
        "रहेको नेपाल उनले भन्ने गरेका"
    ),
}
LETTERS: dict[str, str] = {
    "ß": "de",
    "ä": "de sv fi et sk",
    "ö": "de sv fi hu tr et is",
    "ü": "de hu tr et",
    "ñ": "es eu",
    "¿": "es",
    "¡": "es",
    "ã": "pt",
    "õ": "pt et",
    "ç": "fr pt tr ca sq",
    "œ": "fr",
    "ê": "fr pt vi",
    "è": "fr it ca",
    "ò": "it ca",
    "ù": "it fr",
    "ì": "it",
    "ĳ": "nl",
    "å": "sv da no fi",
    "ø": "da no",
    "æ": "da no is",
    "ł": "pl",
    "ż": "pl",
    "ś": "pl",
    "ć": "pl hr",
    "ę": "pl lt",
    "ą": "pl lt",
    "ř": "cs",
    "ě": "cs",
    "ů": "cs",
    "ľ": "sk",
    "ĺ": "sk",
    "ŕ": "sk",
    "ô": "sk fr vi pt",
    "ő": "hu",
    "ű": "hu",
    "ă": "ro vi",
    "ș": "ro",
    "ț": "ro",
    "ş": "tr ro",
    "ţ": "ro",
    "â": "ro fr pt vi tr",
    "ğ": "tr",
    "ı": "tr",
    "đ": "hr vi",
    "ž": "hr sl cs sk lt lv et",
    "š": "hr sl cs sk lt lv et",
    "č": "hr sl cs sk lt lv",
    "ė": "lt",
    "ų": "lt",
    "į": "lt",
    "ū": "lt lv",
    "ā": "lv",
    "ē": "lv",
    "ī": "lv",
    "ķ": "lv",
    "ļ": "lv",
    "ņ": "lv",
    "ģ": "lv",
    "·": "ca",
    "ơ": "vi",
    "ư": "vi",
    "ạ": "vi",
    "ế": "vi",
    "ộ": "vi",
    "ð": "is",
    "þ": "is",
    "ý": "is cs sk",
    "ë": "sq nl af",
    "ы": "ru be",
    "э": "ru be",
    "ё": "ru be",
    "і": "uk be",
    "ї": "uk",
    "є": "uk",
    "ґ": "uk",
    "ў": "be",
    "ъ": "bg ru",
    "щ": "ru uk bg",
    "ј": "sr mk",
    "љ": "sr mk",
    "њ": "sr mk",
    "ћ": "sr",
    "ђ": "sr",
    "ѓ": "mk",
    "ќ": "mk",
    "ѕ": "mk",
    "پ": "fa ur",
    "چ": "fa ur",
    "گ": "fa ur",
    "ژ": "fa",
    "ٹ": "ur",
    "ڈ": "ur",
    "ں": "ur",
    "ے": "ur",
    "ہ": "ur",
    "ة": "ar",
    "ى": "ar",
    "ي": "ar",
    "ی": "fa ur",
    "ک": "fa ur",
}
