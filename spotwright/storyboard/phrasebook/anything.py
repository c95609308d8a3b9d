"""Lines that fit anything, for briefs that give nothing away, and how each tone opens, presents and closes."""

from spotwright.storyboard.phrasebook.lines import Subject, subject

ANYTHING: Subject = subject(
    "anything",
    "",
    hooks="""
        There’s a better way
        Ready for something better?
        Look again|Look again. This is different.|b
        Imagine if it were easier||w
        Guess what?|Guess what? Today just got better.|y
        Quietly exceptional.||x
        Nothing more than it should be.||x
        For those who notice.||x
        Better starts here||r
        A smarter place to start||r
        Now is a good time|Now is a very good time.|u
        Don’t wait for later||u
        It starts with you||w
        You deserve better||wb
        Some things matter more||s
        Let’s be honest||s
        Enough of ordinary||b
        Expect more||b
        Psst. Over here.||y
        """,
    pains="""
        Good enough isn’t|Good enough usually isn’t.
        Settled for less?|Ever feel you’ve settled for less?
        You’ve tried the rest|You’ve tried the usual answers.
        Ordinary gets old||xb
        It shouldn’t be this hard||rsw
        """,
    softs="""
        You’ll feel the difference
        Made to make your day better||w
        Simple. The way it should be.||r
        One small change, a better day
        Do it once. Do it well.||r
        Nothing extra. Nothing missing.||xr
        Made with care, from the start||xw
        Why settle for ordinary?||b
        More of what you like||y
        Easy to like. Easy to choose.||yw
        Worth your time|Worth your time, and then some.
        The choice that feels right
        """,
    picture="",
    views="""
        clean shapes moving in the brand’s colours
        soft light travelling across a plain surface
        a slow reveal out of shadow
        one bold colour filling the frame, then opening up
        """,
)

PRESENTERS: dict[str, tuple[str, ...]] = {
    "plain": ("Meet [name]", "Introducing [name]", "This is [name]", "Say hello to [name]"),
    "playful": ("Say hello to [name]", "Meet [name]", "Here comes [name]", "Ta-da: [name]"),
    "luxury": ("This is [name]", "Presenting [name]", "[name]"),
    "professional": ("Introducing [name]", "Meet [name]", "This is [name]"),
    "urgent": ("Meet [name]", "This is [name]", "[name] is here"),
    "warm": ("Meet [name]", "That’s why there’s [name]", "Say hello to [name]"),
    "bold": ("This is [name]", "Enter [name]", "[name] is here"),
    "serious": ("This is [name]", "Introducing [name]"),
}
"""How the product enters, in the voice-over."""

KICKERS: dict[str, tuple[str, ...]] = {
    "plain": ("Meet", "Introducing", "Say hello to"),
    "playful": ("Say hello to", "Meet", "Ta-da!"),
    "luxury": ("Presenting", "Introducing"),
    "professional": ("Introducing", "Meet"),
    "urgent": ("Introducing", "Right here"),
    "warm": ("Meet", "Say hello to"),
    "bold": ("This is", "Enter"),
    "serious": ("Introducing", "This is"),
}

AFTERTHOUGHTS: dict[str, tuple[str, ...]] = {
    "plain": ("Simple as that.", "One less thing on your mind.", "Just like that.", "And that’s only the start."),
    "playful": ("Just like that.", "Yes, really.", "And that’s only the start.", "Not bad, right?"),
    "luxury": ("As it should be.", "And nothing else is needed.", "You will notice."),
    "professional": ("It’s that straightforward.", "So you can focus on what matters.", "And that’s only the start."),
    "urgent": ("Starting today.", "Just like that.", "And that’s only the start."),
    "warm": ("One less thing on your mind.", "Just as it should be.", "Simple as that."),
    "bold": ("No excuses.", "Just like that.", "And that’s only the start."),
    "serious": (),
}
"""Short sentences that may follow any benefit when a scene has time for them."""

CALL_KICKERS: dict[str, tuple[str, ...]] = {
    "plain": ("Ready when you are", "Your turn"),
    "playful": ("Your turn", "Go on"),
    "luxury": ("Whenever you wish",),
    "professional": ("The next step", "Ready when you are"),
    "urgent": ("Right now", "Your turn"),
    "warm": ("Ready when you are", "We’d love to see you"),
    "bold": ("Your turn", "Your move"),
    "serious": ("It is in your hands",),
}

EVIDENCE_KICKERS: dict[str, tuple[str, ...]] = {
    "rating": ("The verdict", "In the reviews"),
    "trust": ("In good company", "You’re not alone"),
    "award": ("The proof", "On the record"),
    "guarantee": ("Our promise", "For your peace of mind"),
    "certificate": ("Tested", "On the record"),
    "heritage": ("The long run", "Where we come from"),
    "quote": ("In their words", "Overheard"),
    "number": ("In numbers", "By the numbers"),
}

EVIDENCE_OPENERS: dict[str, tuple[str, ...]] = {
    "rating": ("Don’t take our word for it.", "The verdict?"),
    "trust": ("You’re in good company.", "You won’t be the only one."),
    "award": ("And people noticed.", "It hasn’t gone unnoticed."),
    "guarantee": ("And you’re covered.", "Our promise to you?"),
    "certificate": ("It’s all on record.", "And it’s been put to the test."),
    "heritage": ("It takes time to get this right.", "We didn’t start yesterday."),
    "quote": ("Listen to this.", "In someone else’s words:"),
    "number": ("Look at the numbers.", "Here it is in numbers."),
}

GIFT_KICKERS = ("What your gift does", "Your part")
OFFER_KICKERS = ("Your offer", "To get you started", "A good reason to start")
SCARCITY_KICKERS = ("Good to know", "Before you go")
OFFER_OPENERS = ("And here’s a good reason to start.", "One more thing.", "It gets better.")
