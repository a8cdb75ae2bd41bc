"""Own web pages of many kinds of site, each with the article that is wanted of it.

`python tests/webpages.py` writes them to tests/data/webpages: NAME.html is the page, NAME.wanted.html
the wanted body, wanted.json the wanted facts. All texts are written for this project.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent / "data" / "webpages"

HARBOUR = (
    "<p>The wall that has kept the sea out of the old town for two centuries will be rebuilt in "
    "stone, the council decided on Tuesday after a debate that lasted until midnight.</p>",
    "<p>Engineers had warned since the storms of last winter that the foundations were moving. A "
    "survey found eleven gaps below the waterline, the largest of them <b>wide enough for a "
    "rowing boat</b>.</p>",
    "<h2>What it will cost</h2>",
    "<p>The work is to cost four million and to last two winters, said the harbour master, who has "
    'asked for it in <a href="/letters/2019">eleven letters</a> since he took office.</p>',
    "<ul><li>Stone from the quarry at Hook</li><li>Labour from the town and the villages</li>"
    "<li>A ferry that carries both across the bay</li></ul>",
    "<blockquote><p>It will stand another two hundred years, and nobody will thank us for it, "
    "which is how a wall ought to be.</p></blockquote>",
    "<h2>What the fishermen say</h2>",
    "<p>Those who sail from the inner basin are less content. For eighteen months they will have "
    "to land their catch at the commercial quay, where the cranes are and the fees are higher.</p>",
    "<p>The council promised to pay the difference, but nobody at the meeting could say from which "
    "budget. The vote was nine to six.</p>",
)
BREAD = (
    "<p>There is no secret in bread, only time. Flour, water and salt will turn into dough by "
    "themselves if they are left alone for long enough and folded now and then.</p>",
    "<h3>Ingredients</h3>",
    "<ul><li>500 g of strong flour</li><li>375 g of water, lukewarm</li><li>10 g of salt</li>"
    "<li>100 g of ripe starter</li></ul>",
    "<h3>Method</h3>",
    "<ol><li>Mix flour and water and let them rest for an hour under a cloth.</li><li>Work in the "
    "starter and the salt until the dough no longer sticks to the bowl.</li><li>Fold it four times, "
    "half an hour apart, and shape it into a loaf.</li><li>Bake it in a hot pot for forty minutes, "
    "the last ten without the lid.</li></ol>",
    "<p>Let it cool before you cut it, however good it smells. A loaf goes on baking inside for an "
    "hour after it has left the oven, and cutting it lets that hour out.</p>",
)
CODE = (
    "<p>Every program that reads a stream of bytes has to answer one question first: how much of "
    "it may I hold at once? The answer <code>read()</code> gives is all of it, and that is rarely "
    "what was meant.</p>",
    "<h2>A loop that stops</h2>",
    '<pre><code class="language-python">def pieces(stream, size=65536):\n    while piece := '
    "stream.read(size):\n        yield piece\n</code></pre>",
    "<p>The walrus operator was made for such loops. Note that <code>size</code> is a bound on each "
    "piece and not on the whole; for that one has to count, as in the next listing.</p>",
    '<pre><code class="language-python">def bounded(stream, limit):\n    left = limit\n    for piece '
    "in pieces(stream):\n        left -= len(piece)\n        if left &lt; 0:\n            raise "
    "TooLarge(limit)\n        yield piece\n</code></pre>",
    "<h2>What it costs</h2>",
    "<table><thead><tr><th>Size</th><th>Time</th><th>Memory</th></tr></thead><tbody><tr><td>4 kB</td>"
    "<td>91 ms</td><td>8 MB</td></tr><tr><td>64 kB</td><td>12 ms</td><td>8 MB</td></tr><tr><td>all"
    "</td><td>11 ms</td><td>920 MB</td></tr></tbody></table>",
    "<p>So pieces of 64 kB cost nothing that could be measured, and they keep the process small "
    "whatever the other side sends. Use <kbd>ctrl</kbd>+<kbd>c</kbd> to convince yourself.</p>",
)
BIKES = (
    "<p>On the first Monday of the month the city closed its ring road to cars for a day, and by "
    "noon there were forty thousand people on it with bicycles, scooters and prams.</p>",
    "<p>What surprised the planners was not the number but the noise. Microphones that had been "
    "hung from the bridges to measure traffic recorded birds, bells and a brass band.</p>",
    "<p>Shops along the road reported a day like any other until the afternoon, and then the best "
    "Monday of the year. A bakery in the north sold its last roll at three.</p>",
    "<p>Whether the day will be repeated is for the council to say in May. The traffic department "
    "has asked for four such Mondays, the chamber of commerce, to general surprise, for six.</p>",
)
LIBRARY = (
    "<p>The new reading room has no shelves. Whoever wants a book asks for it at a brass desk and "
    "has it in eleven minutes, which is how long the little railway from the stacks takes.</p>",
    "<p>The architect says that this is the point. A room full of books, she argues, is a room in "
    "which nobody reads; people walk along the spines, take one out, put it back and go home.</p>",
    "<h2>Eleven minutes</h2>",
    "<p>In the first week most of the waiting was done in the café, which ran out of cake on Wednesday. "
    "In the second week readers began to bring notebooks, and the room fell quiet.</p>",
    "<p>The librarians, who had opposed the plan, now guard it. One of them keeps a list of what was "
    "asked for at closing time, when the railway had stopped: it is mostly poetry.</p>",
)
CHESS = (
    "<p>The endgame was thought to be drawn for a hundred years, and every handbook says so. Last "
    "week a schoolgirl of fourteen won it in a rated game, with the black pieces, in sixty moves.</p>",
    "<p>Her idea is simple once it has been seen. Instead of defending the pawn she gave it up at "
    "once, and with it the square from which the white king had to look after two files.</p>",
    "<p>Three grandmasters have looked for a mistake since then. They found one, on move forty-one, "
    "and it was hers: she could have won eight moves sooner.</p>",
)
GERMAN = (
    "<p>Die alte Brücke über den Fluss wird im kommenden Frühjahr für ein halbes Jahr gesperrt, weil "
    "die Pfeiler neu gegründet werden müssen, teilte das Bauamt am Mittwoch mit.</p>",
    "<p>Taucher hatten im Herbst festgestellt, dass die Strömung an zwei der sieben Pfeiler mehr als "
    "einen Meter Kies fortgespült hat. Gefahr bestehe nicht, hieß es, doch warten dürfe man nicht.</p>",
    "<h2>Umleitung über die Nordstadt</h2>",
    "<p>Der Verkehr wird über die neue Brücke im Norden geführt. Für Fußgänger und Radfahrer richtet "
    "die Stadt eine Fähre ein, die von sechs Uhr früh bis Mitternacht alle zehn Minuten ablegt.</p>",
    "<p>Die Händler am Südufer fürchten um das Ostergeschäft. Der Bürgermeister versprach ihnen, dass "
    "die Fähre nichts kosten werde und auch Hunde mitfahren dürften.</p>",
)
FRENCH = (
    "<p>Le marché couvert, fermé depuis l’incendie de l’an dernier, rouvrira ses portes samedi avec "
    "trente-deux étals, une fontaine et un toit de verre que les architectes ont voulu très haut.</p>",
    "<p>Les commerçants avaient vendu leurs légumes sous des tentes tout l’hiver, sur la place de la "
    "gare, où le vent emportait les étiquettes et quelquefois les salades.</p>",
    "<p>Il reste une question que personne n’a résolue : qui aura l’étal du coin, celui d’où l’on voit "
    "arriver les clients ? Le tirage au sort aura lieu vendredi soir, devant notaire.</p>",
)
SPANISH = (
    "<p>La biblioteca del barrio estrenó el lunes una sala para leer en voz alta, la primera del país, "
    "con paredes de corcho y butacas que miran todas hacia la misma ventana.</p>",
    "<p>La idea fue de los abuelos, que habían pedido durante años un lugar donde contar cuentos sin "
    "que nadie les mandara callar. Los niños, dicen, escuchan mejor cuando fuera llueve.</p>",
    "<p>El ayuntamiento ha prometido otras dos salas antes del verano si la primera se llena, y de "
    "momento hay lista de espera hasta marzo, sobre todo los domingos por la tarde.</p>",
)
RUSSIAN = (
    "<p>Старый маяк на северном мысе снова зажгли в субботу вечером, через сорок лет после того, как "
    "его погасили и заперли на ржавый замок.</p>",
    "<p>Деньги на ремонт собрали жители трёх посёлков, а линзу, которую давно считали потерянной, "
    "нашли в подвале школы, где она служила подставкой для глобуса.</p>",
    "<p>Смотрителем стал бывший капитан. Он говорит, что свет виден за двадцать миль и что теперь по "
    "ночам ему есть с кем поговорить.</p>",
)
JAPANESE = (
    "<p>港の古い倉庫が来年の春、図書館として生まれ変わることになった。市が火曜日に発表した計画によると、"
    "壁はそのまま残し、屋根だけを新しくする。</p>",
    "<p>倉庫は明治の終わりに建てられ、長いあいだ海産物の保管に使われてきた。二十年前に閉鎖されてからは"
    "取り壊しの話もあったが、住民が署名を集めて反対した。</p>",
    "<p>館内には三万冊の本と、海を眺めながら読める席が用意される。子どものための部屋では、漁師が昔話を"
    "語る会も開かれる予定だという。</p>",
)
ARABIC = (
    "<p>أعلنت البلدية يوم الثلاثاء أن السوق القديم سيفتح أبوابه من جديد في الربيع بعد أعمال ترميم "
    "استمرت ثلاث سنوات وشملت السقف الخشبي والنوافير.</p>",
    "<p>وقال كبير المهندسين إن العمال وجدوا تحت البلاط أرضية أقدم من السوق نفسه، وإنهم قرروا أن "
    "يتركوا جزءا منها مكشوفا تحت الزجاج ليراه الزائرون.</p>",
    "<p>أما التجار فيريدون أن يعرفوا شيئا واحدا فقط، وهو متى ستنخفض الإيجارات كما وعدهم المجلس قبل "
    "أن يغلقوا دكاكينهم.</p>",
)
CHINESE = (
    "<p>老城区的河边步道将在明年春天重新开放，市政府星期二宣布了这个消息。整修工程持续了两年，"
    "花费比原来的预算少了一成。</p>",
    "<p>步道全长六公里，沿途种了三千棵树，还修了十二座小桥。工程师说，最难的部分不是桥，而是说服"
    "住在河边的人家让出自己的菜园。</p>",
    "<p>开放当天会有一场长跑比赛，终点设在旧码头。报名的人已经超过一万，组织者正在考虑要不要分成两天举行。</p>",
)
POLISH = (
    "<p>Stary młyn nad rzeką, opuszczony od trzydziestu lat, znów miele mąkę. Uruchomili go trzej "
    "bracia, którzy wcześniej nigdy nie widzieli kamienia młyńskiego z bliska.</p>",
    "<p>Najtrudniejsze, mówią, było koło. Zamówili je u cieśli z sąsiedniej wsi, a ten zrobił je za "
    "duże o dwa centymetry i musiał zabrać z powrotem do warsztatu.</p>",
    "<p>Teraz w sobotnie poranki ustawia się kolejka, bo chleb z tej mąki sprzedają od razu, jeszcze "
    "ciepły, na progu młyna.</p>",
)
PORTUGUESE = (
    "<p>O elétrico que subia a colina voltou a circular na segunda-feira, depois de sete anos de obras, "
    "e a primeira viagem foi feita com o maquinista que conduziu a última.</p>",
    "<p>Na rua ninguém sabia bem como se comportar. Havia quem aplaudisse às janelas e quem corresse ao "
    "lado do carro para ver se ainda era tão lento como antigamente.</p>",
    "<p>É. A subida demora onze minutos, exatamente os mesmos de há cem anos, e a câmara decidiu que "
    "assim há de ficar.</p>",
)
ITALIAN = (
    "<p>La campana del municipio, muta dal terremoto, ha suonato di nuovo domenica a mezzogiorno, e in "
    "piazza qualcuno ha creduto a uno sbaglio finché non ha contato dodici colpi.</p>",
    "<p>L’avevano portata in una fonderia a tre valli di distanza, dove un artigiano l’ha rifusa senza "
    "togliere la crepa più sottile, perché, dice, è quella che le dà la voce.</p>",
    "<p>Il sindaco ha promesso che non suonerà prima delle sette del mattino. Il parroco non ha "
    "promesso niente.</p>",
)

MENU = "".join(
    f'<li><a href="/{word.lower()}">{word}</a></li>'
    for word in ("News", "Sport", "Business", "Culture", "Opinion", "Weather", "Travel")
)
RELATED = "".join(
    f'<div class="card"><a href="/{n}"><img src="/thumb{n}.jpg" width="120" alt=""><h3>{said}</h3></a>'
    f"<p>{more}</p></div>"
    for n, (said, more) in enumerate(
        (
            ("Ferry strike enters its second week", "Talks broke down again on Sunday night."),
            ("Ten walks along the coast", "From an hour to a whole day, with tea at the end."),
            ("Why the tide came late", "The moon is not the only one to blame, say experts."),
        )
    )
)
COMMENTS = "".join(
    f'<li class="comment"><div class="comment-author">{who}</div><div class="comment-body"><p>{said}'
    '</p></div><a href="#reply">Reply</a></li>'
    for who, said in (
        ("salty", "I have lived behind that wall all my life and never once has anybody asked me."),
        (
            "Gull22",
            "Nine to six, and the six are the ones who own boats. What a coincidence, really.",
        ),
        (
            "anna",
            "Could somebody explain to me what is wrong with concrete? It is cheaper by half.",
        ),
        ("Old Tom", "First they move the fish, then they move the fishermen. Seen it all before."),
    )
)
COOKIES = (
    '<div id="cookie-banner" class="cookie-consent" role="dialog"><p>We and our 847 partners use '
    "cookies to store and access information on a device, and process personal data such as unique "
    "identifiers for personalised ads and content.</p><button>Accept all</button>"
    "<button>Manage options</button></div>"
)
FOOTER = (
    '<footer class="site-footer"><ul><li><a href="/about">About us</a></li><li><a href="/terms">Terms'
    "</a></li></ul><p>© 2025 Example Media Ltd. All rights reserved. No part of this site may be "
    "reproduced without permission.</p></footer>"
)
NEWSLETTER = (
    '<div class="newsletter-signup"><h4>Get the morning briefing</h4><p>Sign up for our free newsletter '
    'and get the best stories in your inbox every day.</p><form><input type="email"><button>Sign up'
    "</button></form></div>"
)
SHARE = (
    '<div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet</a> '
    '<a href="#">Email</a></div>'
)
PICTURE = (
    '<figure><img src="/wall.jpg" width="1200" height="800" alt="The wall at low tide"><figcaption>The '
    "wall at low tide, seen from the pier</figcaption></figure>"
)
PICTURE_WANTED = (
    '<figure><img src="/wall.jpg" alt="The wall at low tide"><figcaption>The wall at low tide, seen '
    "from the pier</figcaption></figure>"
)


@dataclass(frozen=True)
class Site:
    """A page and what is wanted of it."""

    name: str
    page: str
    wanted: str
    facts: dict[str, str] = field(default_factory=dict)


SITES: list[Site] = []


def site(name: str, page: str, wanted: Iterable[str], **facts: str) -> None:
    SITES.append(Site(name, page, "\n".join(wanted), facts))


def html(body: str, head: str = "", lang: str = "en", extra: str = "") -> str:
    return (
        f'<!doctype html>\n<html lang="{lang}"{extra}><head><meta charset="utf-8">{head}</head>\n'
        f"<body>{body}</body></html>\n"
    )


def ld(**said: object) -> str:
    said = {"@context": "https://schema.org", **said}
    return f'<script type="application/ld+json">{json.dumps(said, ensure_ascii=False)}</script>'


def between(blocks: Iterable[str], extra: str, every: int = 3) -> str:
    """Blocks with something foreign after each few of them."""
    found = []
    for number, block in enumerate(blocks, 1):
        found.append(block)
        if number % every == 0:
            found.append(extra)
    return "\n".join(found)


def paragraphs(blocks: Iterable[str]) -> list[str]:
    return [block for block in blocks if block.startswith("<p>")]


def news() -> None:
    title = "Harbour wall to be rebuilt in stone"
    head = (
        f"<title>{title} | The Coast Post</title>"
        f'<meta property="og:title" content="{title}"><meta property="og:site_name" content="The '
        'Coast Post"><link rel="canonical" href="https://coast.example/news/wall">'
        + ld(
            **{"@type": "NewsArticle"},
            headline=title,
            author=[
                {"@type": "Person", "name": "Jane Roe"},
                {"@type": "Person", "name": "Ali Baker"},
            ],
            datePublished="2025-03-04T10:30:00+01:00",
            dateModified="2025-03-05T08:00:00+01:00",
            publisher={"@type": "Organization", "name": "The Coast Post"},
        )
    )
    facts = {
        "title": title,
        "byline": "Jane Roe, Ali Baker",
        "published": "2025-03-04T09:30:00Z",
        "source": "The Coast Post",
        "language": "en",
    }
    top = (
        f'<header><nav><ul>{MENU}</ul></nav></header><main><article><h1>{title}</h1><p class="standfirst">'
        'The council voted for stone after a long night.</p><div class="byline">By <a href="/jane">Jane '
        'Roe</a> and Ali Baker</div><time datetime="2025-03-04T10:30:00+01:00">4 March 2025</time>'
    )
    body = between(HARBOUR, '<div class="ad-slot">Advertisement</div>')
    site(
        "news-plain",
        html(f"{top}{PICTURE}{body}</article></main>{FOOTER}", head),
        (PICTURE_WANTED, *HARBOUR),
        **facts,
        deck="The council voted for stone after a long night.",
    )
    site(
        "news-cookie-wall",
        html(f"{COOKIES}{top}{SHARE}{body}{NEWSLETTER}</article></main>{FOOTER}", head),
        HARBOUR,
        **facts,
    )
    site(
        "news-related",
        html(
            f'{top}{between(HARBOUR, NEWSLETTER, 4)}</article><aside class="related"><h2>Read more</h2>'
            f"{RELATED}</aside></main>{FOOTER}",
            head,
        ),
        HARBOUR,
        **facts,
    )
    site(
        "news-many-comments",
        html(
            f'{top}{body}</article><section id="comments" class="comments"><h2>4 comments</h2><ol>'
            f"{COMMENTS * 6}</ol></section></main>{FOOTER}",
            head,
        ),
        HARBOUR,
        **facts,
    )
    site(
        "news-inline-related",
        html(
            f"{top}{between(HARBOUR, '<p><strong>Read more: <a href=/x>Ferry strike goes on</a></strong></p>', 5)}"
            f"</article></main>{FOOTER}",
            head,
        ),
        HARBOUR,
        **facts,
    )
    lazy = (
        '<figure class="lead"><picture><source data-srcset="/wall-480.jpg 480w, /wall-1200.jpg 1200w">'
        '<img class="lazyload" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/wall.jpg" '
        'alt="The wall at low tide"></picture><figcaption>The wall at low tide, seen from the pier'
        '<span class="credit"> Photo: Hadi Moon</span></figcaption></figure>'
    )
    site(
        "news-lazy-picture",
        html(f"{top}{lazy}{body}</article></main>{FOOTER}", head),
        (PICTURE_WANTED.replace("pier<", "pier Photo: Hadi Moon<"), *HARBOUR),
        **facts,
        credit="Hadi Moon",
    )
    site(
        "news-amp",
        html(
            f'<amp-sidebar><ul>{MENU}</ul></amp-sidebar><article><h1>{title}</h1><amp-img src="/wall.jpg" '
            f'width="1200" height="800" layout="responsive"></amp-img>{"".join(HARBOUR)}'
            f"<amp-ad></amp-ad></article>{FOOTER}",
            head,
            extra=" amp",
        ),
        HARBOUR,
        **facts,
    )
    divs = "".join(
        f'<div class="text-block"><div class="inner">{block}</div></div>' for block in HARBOUR
    )
    site(
        "news-divs-everywhere",
        html(
            f'<div class="top"><div class="menu-wrap"><ul>{MENU}</ul></div></div><div class="layout"><div '
            f'class="col-8"><div class="headline"><h1>{title}</h1></div>{divs}</div><div class="col-4 '
            f'sidebar">{RELATED}</div></div><div class="footer">© Example Media. All rights reserved.</div>',
            head,
        ),
        HARBOUR,
        **facts,
    )
    site(
        "news-paywall-teaser",
        html(
            f"{top}{''.join(HARBOUR[:2])}<div class='paywall'><h3>Subscribe to continue reading</h3><p>Get "
            "unlimited access for 1 euro in the first month. Already a subscriber? Log in here.</p>"
            f"</div></article></main>{FOOTER}",
            head.replace('"headline"', '"isAccessibleForFree": false, "headline"'),
        ),
        HARBOUR[:2],
        **facts,
        note="beginning",
    )
    site(
        "news-live",
        html(
            f"{top}"
            + "".join(
                f'<div class="live-post"><h3>{hour}:15 {said}</h3>{block}</div>'
                for hour, said, block in zip(
                    range(17, 21),
                    ("The debate begins", "The survey", "The fishermen", "The vote"),
                    paragraphs(HARBOUR),
                    strict=False,
                )
            )
            + f"</article></main>{FOOTER}",
            head,
        ),
        [
            part
            for hour, said, block in zip(
                range(17, 21),
                ("The debate begins", "The survey", "The fishermen", "The vote"),
                paragraphs(HARBOUR),
                strict=False,
            )
            for part in (f"<h3>{hour}:15 {said}</h3>", block)
        ],
        **facts,
    )


def blogs() -> None:
    title = "No secret in bread"
    head = (
        f"<title>{title} – Slow Kitchen</title><meta name='author' content='Mira Holt'>"
        "<meta property='article:published_time' content='2024-11-09T07:00:00Z'>"
    )
    facts = {"title": title, "byline": "Mira Holt", "published": "2024-11-09T07:00:00Z"}
    side = (
        '<div id="secondary" class="widget-area sidebar"><section class="widget"><h2>Recent posts</h2><ul>'
        '<li><a href="/a">Plums, again</a></li><li><a href="/b">What to do with whey</a></li></ul>'
        '</section><section class="widget"><h2>Archives</h2><ul><li>November 2024</li><li>October 2024'
        "</li></ul></section></div>"
    )
    site(
        "blog-recipe",
        html(
            f'<div id="page"><header><p class="site-title">Slow Kitchen</p><ul>{MENU}</ul></header><div '
            f'id="primary"><article class="post hentry"><h1 class="entry-title">{title}</h1><div '
            f'class="entry-content">{"".join(BREAD)}</div><footer class="entry-meta">Posted in <a '
            f'href="/c">Bread</a>. Bookmark the permalink.</footer></article></div>{side}</div>',
            head,
        ),
        BREAD,
        **facts,
    )
    post = "How to read a stream"
    site(
        "blog-code",
        html(
            f'<nav><a href="/">home</a> <a href="/archive">archive</a></nav><main><article><h1>{post}</h1><p '
            'class="meta">12 February 2025 · 4 min read</p>'
            f"{''.join(CODE)}</article></main><footer>Written with a text editor.</footer>",
            f"<title>{post}</title>",
        ),
        CODE,
        title=post,
    )
    highlighted = "".join(CODE).replace(
        "<pre>", '<div class="highlight"><table class="rouge-table"><tbody><tr><td class="gutter gl"><pre '
        'class="lineno">1\n2\n3\n</pre></td><td class="code"><pre>'
    ).replace("</pre>", "</pre></td></tr></tbody></table></div>").replace(
        "3\n</pre></td></tr></tbody></table></div></td>", "3\n</pre></td>"
    )  # fmt: skip
    site(
        "blog-code-gutter",
        html(
            f"<main><article><h1>{post}</h1>{highlighted}</article></main>",
            f"<title>{post} | bytes and pieces</title>",
        ),
        CODE,
        title=post,
    )
    noted = [
        BIKES[0].replace("with bicycles", 'with bicycles<sup><a href="#fn1" id="ref1">1</a></sup>'),
        *BIKES[1:],
    ]
    notes = (
        '<section class="footnotes"><hr><ol><li id="fn1"><p>Counted by the police; the organisers say '
        'sixty thousand. <a href="#ref1">↩</a></p></li></ol></section>'
    )
    site(
        "blog-footnotes",
        html(
            f'<header><a href="/">Two Wheels</a></header><article class="h-entry"><h1 class="p-name">A '
            f'Monday without cars</h1><div class="e-content">{"".join(noted)}{notes}</div></article>'
            f"{FOOTER}",
            "<title>A Monday without cars</title>",
        ),
        (*BIKES, "<p>Counted by the police; the organisers say sixty thousand.</p>"),
        title="A Monday without cars",
    )
    loose = "<br><br>".join(block[3:-4] for block in paragraphs(LIBRARY))
    site(
        "blog-line-breaks",
        html(
            f'<div id="wrap"><div class="post"><h2 class="title"><a href="/p/9">Eleven minutes</a></h2>'
            f'<div class="post-body">{loose}</div><div class="post-footer">Posted by Nell at 9:41 '
            f"<a href='/p/9#c'>3 comments</a></div></div></div>{side}",
            "<title>Nell reads: Eleven minutes</title>",
        ),
        paragraphs(LIBRARY),
        title="Eleven minutes",
    )
    site(
        "blog-minimal",
        html(f"<h1>Drawn for a hundred years</h1>{''.join(CHESS)}", "<title>chess</title>"),
        CHESS,
        title="Drawn for a hundred years",
    )
    site(
        "blog-figures",
        html(
            f"<article><h1>The room without shelves</h1>{LIBRARY[0]}<figure><img src='/desk.jpg' "
            "alt='The brass desk'><figcaption>The brass desk, where everything begins</figcaption>"
            f"</figure>{LIBRARY[1]}<div class='gallery'><figure><img src='/rail.jpg' alt='Railway'>"
            f"<figcaption>The little railway</figcaption></figure></div>{''.join(LIBRARY[2:])}</article>"
            f'<div class="author-bio"><img src="/avatar.jpg" class="avatar"><p>Lena writes about rooms. '
            f"She lives in one.</p></div>{FOOTER}",
            "<title>The room without shelves</title>",
        ),
        (
            LIBRARY[0],
            "<figure><img src='/desk.jpg'><figcaption>The brass desk, where everything begins"
            "</figcaption></figure>",
            LIBRARY[1],
            "<figure><img src='/rail.jpg'><figcaption>The little railway</figcaption></figure>",
            *LIBRARY[2:],
        ),
        title="The room without shelves",
    )
    inner = "".join(HARBOUR)
    site(
        "blog-theme",
        html(
            '<div class="site"><header class="masthead"><div class="branding">Wordy</div></header><div '
            f'class="content-area"><main><article id="post-12" class="post-12 post type-post"><header '
            f'class="entry-header"><h1 class="entry-title">Stone, not concrete</h1><div class="entry-meta">'
            '<span class="posted-on">Posted on <time class="entry-date published" '
            'datetime="2023-05-06T10:00:00+00:00">6 May 2023</time></span><span class="byline"> by <span '
            f'class="author vcard"><a href="/author/x">Xenia Vale</a></span></span></div></header><div '
            f'class="entry-content">{inner}<div class="sharedaddy sd-sharing"><h3>Share this:</h3><ul><li>'
            "<a>Twitter</a></li><li><a>Facebook</a></li></ul></div><div id='jp-relatedposts'><h3>Related"
            "</h3><p>In “Sea”</p></div></div></article></main></div></div>",
            "<title>Stone, not concrete – Wordy</title>",
        ),
        HARBOUR,
        title="Stone, not concrete",
        byline="Xenia Vale",
        published="2023-05-06T10:00:00Z",
    )


def references() -> None:
    table = CODE[6]
    site(
        "docs-sidebar",
        html(
            '<div class="navbar">Docs v3.2</div><div class="row"><div class="toc sidebar"><ul>'
            + "".join(f"<li><a href='/d/{n}'>Chapter {n}</a></li>" for n in range(30))
            + f'</ul></div><div class="document"><div class="body" role="main"><section id="s"><h1>Reading '
            f'streams<a class="headerlink" href="#s" title="Permalink">¶</a></h1>{"".join(CODE)}</section>'
            '</div><div class="related-pages"><a class="prev-page" href="/p">Previous</a><a '
            'class="next-page" href="/n">Next</a></div></div></div>',
            "<title>Reading streams — Docs 3.2 documentation</title>",
        ),
        CODE,
        title="Reading streams",
    )
    site(
        "docs-parameters",
        html(
            f"<nav>{MENU}</nav><main><h1>bounded()</h1>{CODE[0]}<dl><dt>stream</dt><dd>Anything with a read "
            "method that gives bytes and, at its end, none.</dd><dt>limit</dt><dd>The most that may come in "
            f"all; one byte more raises an error.</dd></dl>{CODE[2]}{CODE[3]}</main>",
            "<title>bounded() | Reference</title>",
        ),
        (
            CODE[0],
            "<dl><dt>stream</dt><dd>Anything with a read method that gives bytes and, at its end, none."
            "</dd><dt>limit</dt><dd>The most that may come in all; one byte more raises an error.</dd></dl>",
            CODE[2],
            CODE[3],
        ),
        title="bounded()",
    )
    rows = "".join(
        f"<tr><td>{year}</td><td>{year % 7 * 113}</td><td>{year % 5 + 1} million</td></tr>"
        for year in range(2001, 2019)
    )
    big = f"<table><tr><th>Year</th><th>Ships</th><th>Cost</th></tr>{rows}</table>"
    site(
        "table-heavy",
        html(
            f"<div id=menu>{MENU}</div><div id=content><h1>Ships in the harbour</h1>{HARBOUR[0]}{big}"
            f"{HARBOUR[1]}{table}{HARBOUR[7]}</div>",
            "<title>Ships in the harbour</title>",
        ),
        (HARBOUR[0], big, HARBOUR[1], table, HARBOUR[7]),
        title="Ships in the harbour",
    )
    wiki = [
        BIKES[0].replace("ring road", '<a href="/wiki/Ring_road" title="Ring road">ring road</a>'),
        BIKES[1],
        "<h2>History</h2>",
        BIKES[2],
        "<h2>Reception</h2>",
        BIKES[3],
    ]
    page = "".join(wiki).replace(
        "</h2>", '<span class="mw-editsection">[<a href="/e">edit</a>]</span></h2>'
    )
    site(
        "wiki",
        html(
            '<div id="mw-navigation"><ul>'
            + MENU
            + '</ul></div><div id="content" class="mw-body"><h1 '
            'id="firstHeading">Car-free Monday</h1><div id="siteSub">From the Example Wiki</div><div '
            'class="mw-parser-output"><table class="infobox"><tr><th>Place</th><td>The ring road</td></tr><tr>'
            '<th>Since</th><td>2024</td></tr></table><div id="toc" class="toc"><ul><li><a href="#h">History'
            f'</a></li><li><a href="#r">Reception</a></li></ul></div>{page}<div class="catlinks">Categories: '
            "<a>Cities</a></div></div></div>",
            "<title>Car-free Monday - Example Wiki</title>",
        ),
        (
            "<table><tr><th>Place</th><td>The ring road</td></tr><tr><th>Since</th><td>2024</td></tr></table>",
            *wiki,
        ),
        title="Car-free Monday",
    )
    old = "<br><br>".join(block[3:-4] for block in paragraphs(HARBOUR))
    site(
        "old-table-layout",
        '<HTML><HEAD><TITLE>Harbour wall</TITLE></HEAD><BODY BGCOLOR="#ffffff"><TABLE WIDTH="100%"><TR><TD '
        'COLSPAN=2><FONT SIZE=5>COAST POST ONLINE</FONT></TD></TR><TR><TD WIDTH=140 VALIGN=top><A HREF="/a">'
        'News</A><BR><A HREF="/b">Sport</A><BR><A HREF="/c">Weather</A></TD><TD VALIGN=top><FONT SIZE=4><B>'
        f"Harbour wall to be rebuilt</B></FONT><P>{old}<P><A HREF='/'>Back to the front page</A></TD></TR>"
        "<TR><TD COLSPAN=2>Copyright 1999 The Coast Post</TD></TR></TABLE></BODY></HTML>",
        paragraphs(HARBOUR),
        title="Harbour wall",
    )
    site(
        "old-font-tags",
        "<html><head><title>The endgame</title></head><body><center><h1>The endgame</h1></center>"
        + "".join(f"<p><font face=arial>{block[3:-4]}</font></p>" for block in CHESS)
        + "<hr><i>Last changed: never</i></body></html>",
        CHESS,
        title="The endgame",
    )


def others() -> None:
    posts = "".join(
        f'<div class="post"><div class="author">{who}<br>Posts: {n * 37}</div><div class="content">{block}'
        f'</div><div class="actions"><a href="#q">Quote</a> <a href="#r">Report</a></div></div>'
        for n, (who, block) in enumerate(
            zip(("salty", "anna", "tom", "gull"), BIKES, strict=True), 1
        )
    )
    site(
        "forum-thread",
        html(
            f'<div class="navbar"><ul>{MENU}</ul></div><div id="thread"><h1>Ring road closed on Monday, who was '
            f'there?</h1>{posts}</div><div class="pagination">Page 1 of 1</div>{FOOTER}',
            "<title>Ring road closed on Monday, who was there? - Cyclists' Board</title>",
        ),
        BIKES,
        title="Ring road closed on Monday, who was there?",
    )
    answers = "".join(
        f'<div class="answer"><div class="votes">{n}</div><div class="post-text">{block}</div></div>'
        for n, block in ((12, CODE[3] + CODE[4]), (3, CODE[7]))
    )
    site(
        "question-and-answers",
        html(
            f'<header>{MENU}</header><div id="question"><h1>How to bound a stream?</h1><div class="post-text">'
            f'{CODE[0]}{CODE[2]}</div></div><div id="answers"><h2>2 Answers</h2>{answers}</div>'
            f'<div id="sidebar"><h4>Hot questions</h4>{RELATED}</div>',
            "<title>python - How to bound a stream? - Ask Away</title>",
        ),
        (CODE[0], CODE[2], "<h2>Answer</h2>", CODE[3], CODE[4], "<h2>Answer</h2>", CODE[7]),
        title="How to bound a stream?",
    )
    questions()
    shots = [
        (f"/shot{n}.jpg", said)
        for n, said in enumerate(
            (
                "The northern gap, photographed by a diver in January",
                "Stones from the quarry at Hook wait for the ferry",
                "The harbour master with his eleventh letter",
                "Boats at the commercial quay, far from home",
            )
        )
    ]
    figures = [
        f'<figure><img src="{src}" alt="{said}"><figcaption>{said}</figcaption></figure>'
        for src, said in shots
    ]
    site(
        "gallery",
        html(
            f"<nav>{MENU}</nav><article><h1>The wall in pictures</h1>{HARBOUR[0]}{''.join(figures)}{HARBOUR[7]}"
            f"</article>{FOOTER}",
            "<title>The wall in pictures</title>",
        ),
        (HARBOUR[0], *figures, HARBOUR[7]),
        title="The wall in pictures",
    )
    site(
        "spa-json-ld",
        html(
            '<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>',
            "<title>Eleven minutes</title>"
            + ld(
                **{
                    "@graph": [
                        {"@type": "WebSite", "name": "Rooms"},
                        {
                            "@type": "BlogPosting",
                            "headline": "Eleven minutes",
                            "author": {"@type": "Person", "name": "Lena Fox"},
                            "datePublished": "2025-01-20",
                            "articleBody": "\n\n".join(
                                block[3:-4] for block in paragraphs(LIBRARY)
                            ),
                        },
                    ]
                },
            ),
        ),
        paragraphs(LIBRARY),
        title="Eleven minutes",
        byline="Lena Fox",
        published="2025-01-20T00:00:00Z",
    )
    site(
        "press-release",
        html(
            f'<div class="header">Example Corp</div><div class="content"><h1>Example Corp rebuilds the wall</h1>'
            f"<p>HOOK, 4 March 2025</p>{''.join(paragraphs(HARBOUR))}<p>About Example Corp: we have moved stones "
            "since 1871 and employ forty people at the quarry and on the ferry.</p></div>",
            "<title>Example Corp rebuilds the wall</title><meta name='dcterms.issued' content='2025-03-04'>",
        ),
        (
            "<p>HOOK, 4 March 2025</p>",
            *paragraphs(HARBOUR),
            "<p>About Example Corp: we have moved stones since 1871 and employ forty people at the quarry "
            "and on the ferry.</p>",
        ),
        title="Example Corp rebuilds the wall",
        published="2025-03-04T00:00:00Z",
    )
    speech = "".join(
        f"<p><strong>{who}:</strong> {block[3:-4]}</p>"
        for who, block in zip("ABAB", BIKES, strict=True)
    )
    site(
        "interview",
        html(
            f"<article><h1>“Birds, bells and a brass band”</h1><p class='lead'>A talk about a Monday without "
            f"cars.</p>{speech}</article>{NEWSLETTER}{FOOTER}",
            "<title>“Birds, bells and a brass band” - Talk</title>",
        ),
        [speech],
        title="“Birds, bells and a brass band”",
    )
    site(
        "newsletter-mail",
        html(
            '<table role="presentation" width="600"><tr><td><table role="presentation"><tr><td>View in browser'
            f"</td></tr></table></td></tr><tr><td><h1>A Monday without cars</h1>{''.join(BIKES)}</td></tr><tr>"
            "<td>You receive this mail because you signed up. <a href='/u'>Unsubscribe</a></td></tr></table>",
            "<title>A Monday without cars</title>",
        ),
        BIKES,
        title="A Monday without cars",
    )
    site(
        "story-copy-for-small-screens",
        html(
            f'<div class="desktop"><article><h1>A Monday without cars</h1>{"".join(BIKES)}</article></div><div '
            f'class="mobile" style="display:none"><article><h1>A Monday without cars</h1>{"".join(BIKES)}'
            "</article></div>",
            "<title>A Monday without cars</title>",
        ),
        BIKES,
        title="A Monday without cars",
    )
    site(
        "review-details",
        html(
            f"<article><h1>Two months with the little railway</h1>{LIBRARY[0]}{LIBRARY[1]}<details><summary>How we "
            "tested</summary><p>We asked for a hundred books at all hours and measured the waiting with an old "
            f"stopwatch.</p></details>{LIBRARY[3]}{LIBRARY[4]}</article>{FOOTER}",
            "<title>Two months with the little railway</title>",
        ),
        (
            LIBRARY[0],
            LIBRARY[1],
            "<p>How we tested</p><p>We asked for a hundred books at all hours and measured the waiting with "
            "an old stopwatch.</p>",
            LIBRARY[3],
            LIBRARY[4],
        ),
        title="Two months with the little railway",
    )
    site(
        "meta-dublin-core",
        html(
            f"<div id=main><h1>Ships and stones</h1>{''.join(HARBOUR)}</div>",
            "<title>Ships and stones</title><meta name='DC.creator' content='Olga Stone'><meta name='DC.date' "
            "content='2022-10-02'><meta name='DC.language' content='en'>",
        ),
        HARBOUR,
        title="Ships and stones",
        byline="Olga Stone",
        published="2022-10-02T00:00:00Z",
    )
    nested = "".join(HARBOUR)
    for _ in range(40):
        nested = f"<div><section>{nested}</section></div>"
    site(
        "deeply-nested",
        html(f"<h1>Under forty boxes</h1>{nested}", "<title>Under forty boxes</title>"),
        HARBOUR,
        title="Under forty boxes",
    )


def languages() -> None:
    for name, lang, title, blocks, words in (
        ("german", "de", "Alte Brücke ein halbes Jahr gesperrt", GERMAN,
         ("Startseite", "Newsletter abonnieren", "Lesen Sie auch", "Alle Rechte vorbehalten.")),
        ("french", "fr", "Le marché couvert rouvre samedi", FRENCH,
         ("Accueil", "Abonnez-vous à notre lettre", "Lire aussi", "Tous droits réservés.")),
        ("spanish", "es", "Una sala para leer en voz alta", SPANISH,
         ("Inicio", "Suscríbete al boletín", "Te puede interesar", "Todos los derechos reservados.")),
        ("russian", "ru", "Старый маяк зажгли снова", RUSSIAN,
         ("Главная", "Подпишитесь на рассылку", "Читайте также", "Все права защищены.")),
        ("japanese", "ja", "港の倉庫が図書館に", JAPANESE,
         ("ホーム", "メールマガジン登録", "関連記事", "無断転載を禁じます。")),
        ("arabic", "ar", "السوق القديم يعود في الربيع", ARABIC,
         ("الرئيسية", "اشترك في النشرة", "اقرأ أيضا", "جميع الحقوق محفوظة.")),
        ("chinese", "zh", "河边步道明年春天开放", CHINESE,
         ("首页", "订阅邮件", "相关新闻", "版权所有，不得转载。")),
        ("polish", "pl", "Stary młyn znów miele", POLISH,
         ("Strona główna", "Zapisz się na newsletter", "Czytaj także", "Wszelkie prawa zastrzeżone.")),
        ("portuguese", "pt", "O elétrico voltou à colina", PORTUGUESE,
         ("Início", "Assine a newsletter", "Leia também", "Todos os direitos reservados.")),
        ("italian", "it", "La campana suona di nuovo", ITALIAN,
         ("Home page", "Iscriviti alla newsletter", "Leggi anche", "Tutti i diritti riservati.")),
    ):  # fmt: skip
        home, letter, more, rights = words
        site(
            f"news-{name}",
            html(
                f'<header><nav><a href="/">{home}</a> <a href="/2">Sport</a></nav></header><main><article><h1>'
                f"{title}</h1>{''.join(blocks)}</article><aside class='related'><h3>{more}</h3><ul><li><a "
                f"href='/3'>{rights}</a></li></ul></aside><div class='newsletter'>{letter}</div></main><footer>"
                f"{rights}</footer>",
                f"<title>{title} | Zeitung</title><meta property='og:site_name' content='Zeitung'>",
                lang,
            ),
            blocks,
            title=title,
            language=lang,
            source="Zeitung",
        )


def listing() -> None:
    items = "".join(
        f'<li><h2><a href="/story/{n}">{said}</a></h2><p>{block[3:90]} …</p></li>'
        for n, (said, block) in enumerate(
            (
                ("Harbour wall to be rebuilt", HARBOUR[0]),
                ("A Monday without cars", BIKES[0]),
                ("The room without shelves", LIBRARY[0]),
                ("Drawn for a hundred years", CHESS[0]),
            )
        )
    )
    site(
        "listing-page",
        html(f"<nav>{MENU}</nav><main><h1>Latest</h1><ul>{items}</ul></main>{FOOTER}",
             "<title>Latest | The Coast Post</title>"),
        [f"<ul>{items}</ul>"],
        title="Latest",
    )  # fmt: skip


ASKED = (
    "<p>My loaf rises well in the basket but spreads like a pancake as soon as I turn it out. The "
    "dough is at seventy-five per cent water and I fold it four times.</p>",
    "<p>What can I change without buying another oven?</p>",
)
REPLIES = (
    (
        "Wren Baker",
        (
            "<p>It is proved too long. Try these, one at a time:</p>",
            "<ol><li>Shape it an hour earlier.</li><li>Keep it in the cold overnight.</li></ol>",
            "<p>A dough that has gone too far has no strength left to hold itself up, however well "
            "it was folded before.</p>",
        ),
    ),
    ("old_miller", ("<p>Use less water.</p>",)),
    (
        "Ines Pão",
        (
            "<p>Before you change the dough, weigh the flour of your basket. Mine took up so much "
            "that I baked at sixty-eight per cent without knowing it.</p>",
            "<blockquote><p>A wet basket is half a recipe.</p></blockquote>",
        ),
    ),
)


def answered(*order: int, accepted: int = -1) -> list[str]:
    """What is wanted of a page of answers."""
    found = list(ASKED)
    for at in order:
        who, blocks = REPLIES[at]
        found += [f"<h2>{'Accepted answer' if at == accepted else 'Answer'} by {who}</h2>", *blocks]
    return found


def questions() -> None:
    def post(at: int, kind: str, votes: int) -> str:
        who, blocks = REPLIES[at]
        return (
            f'<div id="answer-{at}" class="answer js-answer" itemprop="{kind}" itemscope '
            'itemtype="https://schema.org/Answer"><div class="votecell"><button>Up</button><div '
            f'itemprop="upvoteCount" data-value="{votes}">{votes}</div></div><div class="answercell">'
            f'<div class="s-prose js-post-body" itemprop="text">{"".join(blocks)}</div><div '
            'class="post-menu"><a href="/share">Share</a> <a href="/edit">Improve this answer</a> '
            '<button>Follow</button></div><div class="post-signature">answered <time itemprop='
            '"dateCreated" datetime="2024-02-12T08:00:00">Feb 12, 2024 at 8:00</time><div class='
            f'"user-details" itemprop="author" itemscope itemtype="https://schema.org/Person"><a '
            f'href="/users/{at}">{who}</a><span class="reputation">12.3k</span><span itemprop="name" '
            f'style="display:none">{who}</span></div></div></div><div class="comments"><ul><li '
            'class="comment"><span class="comment-copy">I have tried the same and it was no use to '
            'me at all, whatever people say here.</span> – <a class="comment-user">crumb</a></li>'
            "</ul></div></div>"
        )

    replies = (
        post(0, "acceptedAnswer", 41)
        + post(2, "suggestedAnswer", 7)
        + post(1, "suggestedAnswer", 2)
    )
    site(
        "question-microdata",
        html(
            f'<header>{MENU}</header><div itemprop="mainEntity" itemscope itemtype="https://schema.org/'
            'Question"><h1 itemprop="name"><a href="/q/1">Why does my loaf spread in the oven?</a></h1>'
            '<div>Asked <time itemprop="dateCreated" datetime="2024-02-11T19:30:00">2 years ago'
            '</time> Viewed 9k times</div><div class="question"><div class="votecell"><div itemprop='
            f'"upvoteCount">18</div></div><div class="s-prose" itemprop="text">{"".join(ASKED)}</div>'
            '<div class="post-taglist"><a rel="tag" href="/t/1">bread</a> <a rel="tag" href="/t/2">'
            'oven</a></div><div class="owner"><div itemprop="author" itemscope itemtype="https://'
            'schema.org/Person"><a href="/users/9" itemprop="name">Tove Ek</a></div></div></div>'
            '<div id="answers"><h2>3 <span itemprop="answerCount">3</span> Answers</h2><div>Sorted by: '
            f"<select><option>Score</option></select></div>{replies}<h2>Your Answer</h2><form><p>"
            "Thanks for contributing an answer! Please be sure to answer the question.</p></form></div>"
            f'</div><div id="sidebar"><h4>Hot questions</h4>{RELATED}</div>{FOOTER}',
            "<title>bread - Why does my loaf spread in the oven? - Ask Away</title>"
            '<meta name="description" content="My loaf rises well in the basket but spreads like a '
            'pancake as soon as I turn it out."><meta property="og:site_name" content="Ask Away">',
        ),
        answered(0, 2, 1, accepted=0),
        title="Why does my loaf spread in the oven?",
        byline="Tove Ek",
        published="2024-02-11T19:30:00Z",
        source="Ask Away",
    )

    def words(blocks: Iterable[str]) -> str:
        return " ".join(re.sub("<[^>]*>", " ", " ".join(blocks)).split())

    def answer(at: int) -> dict[str, object]:
        who, blocks = REPLIES[at]
        return {"@type": "Answer", "text": words(blocks), "upvoteCount": at, "url": f"/q/1#{at}",
                "author": {"@type": "Person", "name": who}}  # fmt: skip

    bare = "".join(
        f'<li class="c-{at}"><p><a href="/u/{at}">{REPLIES[at][0]}</a></p><div>'
        f'{"".join(REPLIES[at][1])}</div><p><a href="/r/{at}">Reply</a> <a href="/l/{at}">Like</a></p>'
        "</li>"
        for at in (2, 0, 1)
    )
    site(
        "question-json-ld",
        html(
            f"<nav>{MENU}</nav><main><h1>Why does my loaf spread in the oven?</h1><section>"
            f"{''.join(ASKED)}</section><ul>{bare}</ul></main>{FOOTER}",
            "<title>Why does my loaf spread in the oven? | Crumbs</title>"
            + ld(
                **{
                    "@type": "QAPage",
                    "mainEntity": {
                        "@type": "Question",
                        "name": "Why does my loaf spread in the oven?",
                        "text": words(ASKED),
                        "answerCount": 3,
                        "author": {"@type": "Person", "name": "Tove Ek"},
                        "datePublished": "2024-02-11T19:30:00Z",
                        "acceptedAnswer": answer(2),
                        "suggestedAnswer": [answer(0), answer(1)],
                    },
                }
            ),
        ),
        answered(2, 0, 1, accepted=2),
        title="Why does my loaf spread in the oven?",
        byline="Tove Ek",
        published="2024-02-11T19:30:00Z",
    )


MAKERS: tuple[Callable[[], None], ...] = (news, blogs, references, others, languages, listing)


def write() -> None:
    for make in MAKERS:
        make()
    FOLDER.mkdir(exist_ok=True)
    for one in SITES:
        (FOLDER / f"{one.name}.html").write_text(one.page, "utf-8")
        (FOLDER / f"{one.name}.wanted.html").write_text(one.wanted + "\n", "utf-8")
    facts = {one.name: one.facts for one in SITES}
    (FOLDER / "wanted.json").write_text(
        json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", "utf-8"
    )


if __name__ == "__main__":
    write()
