"""Kinds of viewer: how to speak to each of them without calling them by their target group."""

from spotwright.storyboard.phrasebook.lines import subject

AUDIENCES = (
    subject(
        "busy",
        "busy hectic on-the-go time-poor time-pressed professional professionals executives managers",
        hooks="""
            Busy day?|Busy day? Here’s one good part of it.
            No time? Good.|No time? Good. This won’t take long.|yb
            Your time matters||rs
            """,
        pains="""
            The day runs away with you|Some days just run away with you.
            Never enough hours|There are never enough hours, are there?
            """,
        softs="Takes seconds. Feels like more.|It takes moments. It feels like more.|yw",
    ),
    subject(
        "parents",
        "parents parent mum mums moms mom mothers dads fathers family families",
        hooks="""
            Family life, a little easier||w
            Hands full?|Hands full? Of course they are.|yw
            """,
        pains="""
            Always one thing too many|There is always one thing too many.
            Quiet moments are rare|Quiet moments are rare around here.
            """,
        softs="More time for the good stuff||wy",
    ),
    subject(
        "owners",
        """
        owner owners entrepreneur entrepreneurs founders founder freelance freelancer freelancers smes sme
        self-employed business businesses startups startup
        """,
        hooks="""
            You didn’t start this for paperwork|You didn’t start a business to do paperwork.|rb
            Your business. Your evenings.||rw
            Wearing every hat?||y
            """,
        pains="""
            You’re doing everyone’s job|You’re doing everyone’s job. Including your own.
            """,
        softs="Back to the work you love",
    ),
    subject(
        "students",
        "students student gen-z teens teenagers graduates young",
        hooks="""
            Big plans, small budget?||yw
            Your turn||b
            """,
        pains="Deadlines. Deadlines. Deadlines.||y",
        softs="Fits your life, not the other way",
    ),
    subject(
        "commuters",
        "commuters commuter commuting travellers travelers nomads remote",
        hooks="""
            Make the journey yours
            Somewhere between here and there||x
            """,
        pains="The longest part of the day?|The commute: the longest part of the day?",
        softs="Goes where you go",
    ),
    subject(
        "seniors",
        "seniors retirees retired pensioners elderly older grandparents",
        hooks="""
            The best years, well spent||w
            Time for what you love||wx
            """,
        pains="It shouldn’t be complicated|It should not have to be complicated.",
        softs="Simple, the way it should be||ws",
    ),
    subject(
        "homeowners",
        "homeowners homeowner householders renters tenants",
        hooks="Your home called||y",
        pains="The to-do list keeps growing",
        softs="One less thing on the list",
    ),
    subject(
        "athletes",
        "runners runner athletes athlete cyclists swimmers hikers climbers gym-goers",
        hooks="""
            You against yesterday||b
            One more. Always one more.||bu
            """,
        pains="Your gear should keep up",
        softs="Made to keep up with you",
    ),
    subject(
        "gourmets",
        "foodies gourmets connoisseurs collectors enthusiasts aficionados lovers",
        hooks="""
            You’ll notice the difference||xw
            For those who notice.||x
            """,
        pains="You can tell when it’s not right||xr",
        softs="It’s all in the details||xr",
    ),
    subject(
        "teams",
        "teams cfos ctos it engineers marketers hr finance procurement",
        hooks="Give your team its time back||r",
        pains="Good people, buried in busywork||r",
        softs="Your team will feel it",
    ),
    subject(
        "anxious",
        "anxious nervous worried stressed overwhelmed",
        hooks="Take a breath|Take a breath. This will be easier than you think.|ws",
        pains="Worry takes up room|Worry takes up so much room.|ws",
        softs="Feel at ease from the start||ws",
    ),
)
