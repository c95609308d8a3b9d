"""Things that are done for one: software, money, health, travel, learning, homes, causes."""

from spotwright.storyboard.phrasebook.lines import subject

SERVICES = (
    subject(
        "jobs",
        "job jobs career careers hiring recruitment recruiting vacancy vacancies talent staff",
        hooks="""
            Ready for a better Monday?||yw
            Your next role is out there
            Do work that matters||ws
            """,
        pains="""
            Sunday-evening feeling?|You know that Sunday-evening feeling?
            """,
        softs="""
            Work with people who care||w
            Grow where you’re valued
            """,
        picture="open office door",
        views="""
            a team greeting someone on their first day
            a desk by a window, plants, easy light
            """,
    ),
    subject(
        "tax",
        """
        tax taxes vat accounting bookkeeping invoice invoices invoicing payroll expenses filing returns
        accountant receipts
        """,
        hooks="""
            Still doing tax by hand?|Still doing your tax by hand?
            Deadline on Friday?||u
            Spreadsheets at midnight?||yw
            Numbers piling up?
            Tax season, minus the dread||b
            Your books should run themselves||r
            """,
        pains="""
            Late nights. Lost receipts.|Late nights, lost receipts, one more deadline.
            Every form costs you an evening
            One wrong box is all it takes|One wrong box, and it starts all over again.|rs
            """,
        softs="""
            Paperwork, off your plate
            Close the laptop on time
            Know where you stand||rs
            """,
        picture="tax documents",
        views="""
            a stack of receipts sliding out of frame, leaving a clean desk
            a calm dashboard on a laptop, one green tick
            a laptop closing while it is still light outside
            """,
    ),
    subject(
        "finance",
        """
        bank banking finance financial invest investing investment savings loan mortgage insurance
        insured pension wealth credit card payment payments crypto money budget
        """,
        hooks="""
            Where does the money go?|Ever wonder where the money goes?|yw
            Money, made clear||r
            Your money could do more
            Plan for the good days||w
            Wealth, with a longer view||x
            The future likes a plan||s
            """,
        pains="""
            Hidden fees. Small print.|Hidden fees. Small print. Enough.
            Month’s end comes early|Somehow, the month always outlasts the money.|yw
            Money talk shouldn’t be hard
            """,
        softs="""
            Know where you stand
            Feel sure about tomorrow||w
            Clear, from the first click||r
            """,
        picture="coins and chart",
        views="""
            a simple chart drawing itself upwards
            a couple at a kitchen table, relaxed over one screen
            a card set down on a café counter
            """,
    ),
    subject(
        "software",
        """
        software saas crm dashboard workflow automation automate platform analytics team teams project
        collaboration cloud productivity tool api ai erp meetings
        """,
        hooks="""
            Busywork is not your job||b
            Too many tabs?||yw
            What would you do with more time?
            Work should flow||r
            Monday, but better||y
            Less admin. More doing.
            """,
        pains="""
            Tools that don’t talk|Too many tools, and none of them talk.
            Copy. Paste. Repeat.|Copy. Paste. Repeat. There goes the afternoon.
            Another meeting about meetings?||y
            """,
        softs="""
            Everything in one place
            Get back to real work|Get back to the work that matters.
            Clear view. Calm team.||r
            """,
        picture="laptop dashboard",
        views="""
            scattered windows sliding into one clear screen
            a team leaning in around one laptop, at ease
            a cursor clicking once, and the list clears
            """,
    ),
    subject(
        "security",
        "security cybersecurity privacy vpn password passwords encryption antivirus alarm backup protection",
        hooks="""
            Who’s watching your data?||sb
            One click is all it takes||us
            Lock it. Leave it.||b
            Sleep well. It’s protected.|Sleep well. Someone is watching over it.|w
            """,
        pains="""
            Threats don’t keep office hours
            One weak password is enough
            """,
        softs="""
            Peace of mind, built in
            Safe without thinking about it
            """,
        picture="padlock shield",
        views="""
            a lock closing in macro
            lights going out in an office, one small light staying on
            """,
    ),
    subject(
        "dental",
        "dentist dental teeth tooth smile orthodontic orthodontist aligners hygienist dentistry",
        hooks="""
            Putting off the dentist?|Putting off the dentist? You’re not alone.
            Been a while?|Been a while? That’s all right.|w
            A reason to smile||wy
            Your smile has been waiting
            Nervous? You’re not alone.||w
            A smile, handled with care||xr
            """,
        pains="""
            Nobody loves the waiting room
            That toothache won’t wait|That toothache won’t fix itself.
            “I’ll book next month.”|“I’ll book next month.” Sound familiar?
            """,
        softs="""
            Care that puts you at ease||wr
            Leave with a lighter step
            A visit you won’t dread
            """,
        picture="bright smile",
        views="""
            a bright, uncluttered treatment room in morning light
            a dentist and patient laughing before anything begins
            a genuine smile, close, no retouching
            """,
    ),
    subject(
        "health",
        """
        health clinic doctor medical therapy wellness physiotherapy mental supplement
        supplements vitamin vitamins nutrition hearing eye glasses patients telehealth
        """,
        hooks="""
            Feel like yourself again||w
            How are you, really?|How are you? No, really.|ws
            Small change. Better days.
            Listen to your body||s
            """,
        pains="""
            Tired of feeling tired?
            Waiting rooms take hours|You should not need a day off to see someone.
            It’s easy to put yourself last
            """,
        softs="""
            Better days, one at a time
            Care that fits your life
            In good hands|You’re in good hands.|ws
            """,
        picture="calm hands",
        views="""
            a window opened, a deep breath
            hands held between two people
            an easy walk in low sun
            """,
    ),
    subject(
        "learning",
        """
        learn learning course courses school university education academy student students language
        lessons tutor tutoring class training certificate coding exam exams
        """,
        hooks="""
            What will you learn next?
            Curious?|Curious? Good. Stay that way.|yw
            Tomorrow’s you says thanks||y
            Your next chapter starts here
            Skills open doors||rb
            """,
        pains="""
            “Someday” is not a plan|“Someday” is not a plan.
            Stuck at the same level?
            No time for night school?
            """,
        softs="""
            Learn at your own pace
            Small steps. Real progress.
            Get there with confidence||rw
            """,
        picture="open book",
        views="""
            a page turning in soft light
            a face at the moment something makes sense
            notes filling a blank page, sped up
            """,
    ),
    subject(
        "travel",
        """
        travel trip trips holiday holidays vacation flight flights hotel hotels resort beach cruise tour
        tours airline hostel villa retreat destination
        """,
        hooks="""
            When did you last look up?||w
            Out of office||yb
            You’ve earned a horizon||wx
            Somewhere is calling
            Pack light. Go far.||b
            Arrive before you arrive||x
            """,
        pains="""
            Same desk. Same view.|Same desk. Same view. Same Tuesday.
            Forty tabs to book one trip?||y
            """,
        softs="""
            Come back different
            Leave the planning to someone else
            A story you’ll keep telling||wy
            """,
        picture="mountain horizon",
        views="""
            a curtain drawn back on an open horizon
            bare feet on a wooden jetty
            a road unwinding through low golden light
            """,
    ),
    subject(
        "car",
        """
        car cars vehicle electric ev suv driving driver auto automotive motorbike scooter van garage
        tyres tires charging mobility
        """,
        hooks="""
            Take the long way home||xw
            The road looks different now
            Go on. Drive.||b
            Ready when you are||r
            Power, composed.||x
            """,
        pains="""
            Stop. Start. Stop. Start.|Stop. Start. Stop. Start. Every day.
            Another trip to the pump?
            """,
        softs="""
            Enjoy every mile
            Feels right from the first turn
            """,
        picture="car on road",
        views="""
            light running along the bodywork
            a hand resting on the wheel, the coast beyond
            tail lights drawing a line through dusk
            """,
    ),
    subject(
        "property",
        """
        apartment apartments house houses property realtor estate mortgage rent rental living condo
        penthouse residence neighbourhood
        """,
        hooks="""
            Picture your Sunday here||w
            Keys in hand||b
            This could be home
            Room to become||x
            Ready to move?||u
            """,
        pains="""
            Outgrown your place?
            Viewing after viewing|Viewing after viewing, and none of them home.
            """,
        softs="""
            A place to put down roots||w
            Step inside and you’ll know
            """,
        picture="front door keys",
        views="""
            a front door opening onto a bright hallway
            morning light crossing bare floorboards
            a balcony, two cups, the city waking
            """,
    ),
    subject(
        "trades",
        """
        cleaning plumber plumbing electrician renovation roofing builder builders moving
        handyman heating boiler solar panels energy installation gardening
        """,
        hooks="""
            That job on your list?|That job on your list? Consider it done.|yw
            Leave it to someone handy||w
            Fixed. For good.||b
            A job well done||r
            """,
        pains="""
            It won’t fix itself
            Small leak. Big bill.|A small leak. A big bill. Usually on a Sunday.
            """,
        softs="""
            Done, and done properly|Done properly, so you can forget about it.
            One less thing to think about
            """,
        picture="tool box",
        views="""
            tools laid out in order on clean canvas
            a job finished, a switch flicked, the light on
            """,
    ),
    subject(
        "event",
        """
        festival concert conference event exhibition show theatre museum tickets ticket wedding party
        live gala summit webinar
        """,
        hooks="""
            You had to be there||b
            Clear your calendar
            Doors open soon||u
            One night. All of us.||wb
            An evening to remember||x
            """,
        pains="""
            Don’t hear about it on Monday
            Another night on the sofa?||y
            """,
        softs="""
            Be part of it
            Moments you can’t stream
            """,
        picture="stage lights",
        views="""
            stage lights breaking through haze
            a crowd’s hands going up as one
            an empty room, seconds before the doors open
            """,
    ),
    subject(
        "charity",
        """
        charity donate donation donations appeal fundraiser fundraising nonprofit ngo homeless shelter
        refugees hunger volunteer volunteers relief foundation rescue
        """,
        hooks="""
            You can change tonight|You can change someone’s tonight.
            It starts with one person||ws
            Don’t look away||sb
            A little can mean everything||w
            Someone is waiting||su
            """,
        pains="""
            For some, today is already hard|For some people, today is already hard enough.|ws
            Nobody should face it alone||ws
            """,
        softs="""
            Every gift counts
            Together, we can do this||w
            Be the reason someone hopes||ws
            """,
        picture="helping hands",
        views="""
            breath in cold air under a street lamp
            a warm bowl passed from hand to hand
            a light going on in a dark window
            """,
    ),
)
