"""The made-up companies of the demo town."""

from typing import NamedTuple

from clients.models import Product, Status


class Company(NamedTuple):
    """`contact`: first name, last name and title of whoever decides there."""

    legal_name: str
    city: str
    state: str
    postal_code: str
    contact: tuple[str, str, str]
    product: str = Product.PAYROLL
    status: str = Status.ACTIVE

    @property
    def trading_name(self) -> str:
        """The legal name without its legal form."""
        name, _, form = self.legal_name.rpartition(" ")
        return name if form in {"LLC", "Inc", "PLLC", "PC", "Co", "Corp", "LLP", "Ltd"} else self.legal_name

    @property
    def domain(self) -> str:
        """Nobody's: the top level is reserved for examples (RFC 2606)."""
        kept = "".join(sign for sign in self.trading_name.lower() if sign.isalnum() or sign == " ")
        return f"{'-'.join(kept.split())}.example"


MAGNOLIA = Company("Magnolia Bakehouse LLC", "Brooklyn", "NY", "11215", ("Carla", "Rossi", "Owner"))
ORCHARDS = Company("Smith Orchards LLC", "Hudson", "NY", "12534", ("Olga", "Smith", "Owner"))
NORTHLIGHT = Company(
    "Northlight Studio Inc", "New York", "NY", "10013", ("Pia", "Lindgren", "Head of operations"), Product.PEO
)
_PAYROLL = """
Adler & Sons Plumbing LLC|Yonkers|NY|10701|Frank Adler|Owner
Astoria Animal Clinic PLLC|Queens|NY|11103|Nadia Haddad|Practice manager
Bayside Bicycle Works LLC|Queens|NY|11361|Theo Kim|Owner
Beacon Street Books Inc|Boston|MA|02116|Helen Marsh|Owner
Blue Heron Landscaping LLC|Rye|NY|10580|Marco Silva|Owner
Brightwater Dental PC|Stamford|CT|06901|Anita Rao|Office manager
Canal Street Framing Co|New York|NY|10013|Joel Stern|Owner
Cedar & Stone Masonry LLC|Nyack|NY|10960|Liam Doyle|Owner
Clover Hill Childcare Inc|Montclair|NJ|07042|Grace Obi|Director
Copper Kettle Catering LLC|Brooklyn|NY|11231|Rosa Delgado|Owner
Crosstown Couriers LLC|New York|NY|10018|Andre Bishop|Operations manager
Daybreak Coffee Roasters LLC|Jersey City|NJ|07302|Mina Park|Owner
Dogwood Veterinary PLLC|White Plains|NY|10601|Peter Lang|Partner
Eastfield Electric Inc|Hempstead|NY|11550|Carl Jensen|Owner
Fern & Fig Florist LLC|Brooklyn|NY|11217|Ida Novak|Owner
Foundry Fitness LLC|Hoboken|NJ|07030|Jason Cole|Owner
Garnet Jewelers Inc|New York|NY|10036|Leah Rosen|Owner
Glasshouse Architects PLLC|New York|NY|10001|Simon Wells|Partner
Golden Oak Carpentry LLC|Kingston|NY|12401|Hank Moore|Owner
Greenpoint Ceramics LLC|Brooklyn|NY|11222|Zofia Wolska|Owner
Harbor Row Seafood Inc|Montauk|NY|11954|Bill Tierney|Owner
Hearthside Home Care LLC|Albany|NY|12207|Denise Carter|Director
Hudson Valley Cider Co|Poughkeepsie|NY|12601|Nate Brewer|Owner
Iron Lantern Tavern LLC|Troy|NY|12180|Maeve Quinn|Owner
Juniper Skin Care LLC|New York|NY|10011|Lucia Romano|Owner
Kestrel Film Rentals Inc|Queens|NY|11101|Omar Aziz|General manager
Lakeview Auto Repair Inc|Syracuse|NY|13202|Sal Greco|Owner
Larkspur Interiors LLC|Greenwich|CT|06830|Julia Hart|Principal
Lighthouse Legal LLP|New Haven|CT|06510|David Cho|Partner
Maple Avenue Pharmacy Inc|Albany|NY|12203|Priya Nair|Owner
Meridian Roofing LLC|Newark|NJ|07102|Tony Vargas|Owner
Mulberry Tailors LLC|New York|NY|10012|Enzo Bianchi|Owner
Old Mill Brewing Co|Beacon|NY|12508|Kurt Weber|Owner
Paperbark Press LLC|Brooklyn|NY|11238|Amara Eze|Publisher
Pine Street Preschool Inc|Princeton|NJ|08540|Ellen Wright|Director
Quarry Road Farm LLC|New Paltz|NY|12561|Ruth Becker|Owner
Redwood Physical Therapy PLLC|Scarsdale|NY|10583|Kenji Mori|Partner
Saltbox Design LLC|Providence|RI|02903|Nora Finch|Principal
Sparrow Yoga LLC|Brooklyn|NY|11201|Tara Singh|Owner
Union Square Optical Inc|New York|NY|10003|Victor Lam|Owner
"""
_PEO = """
Atlas Robotics Inc|Long Island City|NY|11101|Hugo Meyer|Chief of staff
Cobalt Health Labs Inc|Boston|MA|02210|Maya Cohen|People lead
Fieldnote Software Inc|New York|NY|10010|Chris Abbott|Head of people
Ledgerwood Capital LLC|New York|NY|10022|Diane Foster|Office manager
Lumen Learning Co|Philadelphia|PA|19103|Aisha Grant|Head of people
Parcel & Post Inc|Jersey City|NJ|07310|Ben Osei|Operations lead
Tidewater Renewables LLC|Stamford|CT|06902|Karen Voss|People lead
Waypoint Travel Inc|New York|NY|10016|Luis Ortega|Head of finance
"""
_ON_THEIR_WAY = """
Amber Wok LLC|Flushing|NY|11354|Wei Zhang|Owner
Hilltop Hardware Inc|Ithaca|NY|14850|Gail Norris|Owner
Silver Birch Salon LLC|Hoboken|NJ|07030|Dana Lewis|Owner
Marlow Analytics Inc|New York|NY|10004|Ian Marlow|Chief executive
Sunroom Media LLC|Brooklyn|NY|11249|Kate Bell|Head of operations
"""
_LEFT = """
Franklin Print Shop Inc|Newark|NJ|07105|Roy Franklin|Owner
Tulip & Thyme LLC|New York|NY|10014|Vera Klein|Owner
Quill Advisors Inc|New York|NY|10017|Neil Page|Managing partner
"""
_NOT_CONNECTED = """
Harbor Light Yoga LLC|Red Hook|NY|11231|Nina Sorel|Owner
Westbrook Pediatrics PLLC|Westport|CT|06880|Paula Reed|Practice manager
Driftwood Surf Shop LLC|Rockaway|NY|11693|Koa Lane|Owner
"""
_OF_RIVAL = """
Bergen Tool & Die Inc|Hackensack|NJ|07601|Stan Kowal|Owner
Cranberry Diner LLC|Cranbury|NJ|08512|Mary Dunn|Owner
Palisade Pools LLC|Fort Lee|NJ|07024|Greg Hahn|Owner
Tower Hill Movers Inc|Hoboken|NJ|07030|Al Romero|Owner
Riverbend Biotech Inc|Princeton|NJ|08540|Joan Weiss|People lead
"""


def companies(table: str, product: str = Product.PAYROLL, status: str = Status.ACTIVE) -> list[Company]:
    found = []
    for line in table.strip().splitlines():
        name, city, state, postal_code, person, title = line.split("|")
        first_name, _, last_name = person.partition(" ")
        found.append(Company(name, city, state, postal_code, (first_name, last_name, title), product, status))
    return found


ACTIVE = [
    *(MAGNOLIA, ORCHARDS, *companies(_PAYROLL)),
    *(NORTHLIGHT, *companies(_PEO, Product.PEO)),
]
_way, _left = companies(_ON_THEIR_WAY, status=Status.ENROLLING), companies(_LEFT, status=Status.TERMINATED)
ENROLLING = [*_way[:3], *(company._replace(product=Product.PEO) for company in _way[3:])]
TERMINATED = [*_left[:2], _left[2]._replace(product=Product.PEO)]
NOT_CONNECTED = companies(_NOT_CONNECTED)
OF_RIVAL = [*companies(_OF_RIVAL)[:4], companies(_OF_RIVAL)[4]._replace(product=Product.PEO)]
EVERY = [*ACTIVE, *ENROLLING, *TERMINATED, *NOT_CONNECTED, *OF_RIVAL]
